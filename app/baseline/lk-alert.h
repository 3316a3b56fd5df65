/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A question or a message in a small window of its own, awaited like a call. It becomes one call of
 * AdwAlertDialog when the baseline has that. Main thread. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct
{
  const char *heading;
  const char *body; /* (nullable); plain text */
  /* the button that says yes, with mnemonic; NULL: only "Close" is offered */
  const char *verb;
  AdwResponseAppearance appearance; /* of the verb */
  GtkWidget *extra;                 /* (nullable) (transfer floating) shown below the body */
} LkAlert;

void lk_alert_async (GtkWindow *parent,
                     const LkAlert *alert,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);

/* TRUE when the verb was chosen. FALSE without an error: no. */
gboolean lk_alert_finish (GAsyncResult *result, GError **error);

/* Shows heading and hint of the error's code, and its message in the details. Says nothing when it
 * was cancelled. */
void lk_error_present (GtkWindow *parent, const GError *error);

G_END_DECLS
