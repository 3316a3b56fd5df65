/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The work behind the import of a personal certificate, each step on a worker: read the file, find
 * the places that can take a certificate, install it in one of them and read back what the place
 * then says of it. Main thread. */

#pragma once

#include "personal/lk-personal-store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer full): errors of lk_identity_new_from_file(). @password: (nullable). */
void lk_personal_read_async (GFile *file,
                             LkSecret *password,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
LkIdentity *lk_personal_read_finish (GAsyncResult *result, GError **error);

/* (transfer full) (element-type LkPersonalStore): those that import, and last the database that
 * Chromium and others share where it would have to be made first. */
void lk_personal_places_async (GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *lk_personal_places_finish (GAsyncResult *result, GError **error);

/* "nss:/home/kato/.pki/nssdb" is shown as a place, a token by nothing but its kind; translated. */
char *lk_personal_place_describe (const char *store_id);

/* Whether @place is a database that is not there yet. */
gboolean lk_personal_place_is_new (LkPersonalStore *place);

typedef struct
{
  LkIdentity *identity;
  gboolean exportable;
  gboolean protect;
  gboolean include_issuers;
  gboolean replace; /* what is there already is removed first */
} LkPersonalInstall;

typedef struct
{
  LkPersonal *personal;
  gboolean existed; /* it was there before, and nothing was done */
} LkPersonalInstalled;

void lk_personal_installed_free (LkPersonalInstalled *self);

/* Errors of lk_personal_store_import() but EXISTS; G_IO_ERROR_CANCELLED also when the user gave up
 * at the question. */
void lk_personal_install_async (LkPersonalStore *place,
                                const LkPersonalInstall *install,
                                GtkWindow *parent,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
LkPersonalInstalled *lk_personal_install_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkPersonalInstalled, lk_personal_installed_free)

G_END_DECLS
