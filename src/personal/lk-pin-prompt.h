/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How a store asks for its password or PIN: a blocking function that the caller supplies and that
 * runs on the caller's own thread; a window answers it by a dialog on the main loop, the terminal
 * by a prompt, a script from a file. */

#pragma once

#include "base/lk-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LK_PIN_FIRST,     /* asked for the first time */
  LK_PIN_WRONG,     /* the last one was wrong */
  LK_PIN_COUNT_LOW, /* the token says that few tries are left; may be the first question */
} LkPinState;

typedef struct
{
  /* (transfer full) (nullable): NULL gives up. */
  LkSecret *(*ask) (const char *store_title,
                    LkPinState state,
                    gpointer data,
                    GCancellable *cancellable);
  gpointer data;
} LkPinPrompt;

G_END_DECLS
