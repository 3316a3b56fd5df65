/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A server certificate with its private key, checked and ready to be given to a camera: the file as
 * it came, the password that opens it, the certificate in it. Immutable, any thread; holds a
 * private key, so its bytes are wiped when the last reference goes. */

#pragma once

#include "base/lk-secret.h"
#include "certificate/lk-bundle.h"
#include "certificate/lk-identity.h"

G_BEGIN_DECLS

typedef enum
{
  LK_SERVER_FILE_PKCS12,
  LK_SERVER_FILE_PEM,
} LkServerFileKind;

#define LK_TYPE_SERVER_IMPORT (lk_server_import_get_type ())
G_DECLARE_FINAL_TYPE (LkServerImport, lk_server_import, LK, SERVER_IMPORT, GObject)

/* Opens @bytes (PKCS#12, or PEM with certificate and key) and checks that the key fits. BAD_DATA,
 * PASSWORD_NEEDED, PASSWORD_WRONG, NO_PRIVATE_KEY, KEY_MISMATCH; BAD_DATA for a password of more
 * than 50 characters. */
LkServerImport *lk_server_import_new (GBytes *bytes, LkSecret *password, GError **error);
LkServerImport *lk_server_import_new_from_file (GFile *file,
                                                LkSecret *password,
                                                GCancellable *cancellable,
                                                GError **error);

LkServerFileKind lk_server_import_get_kind (LkServerImport *self);
GBytes *lk_server_import_get_bytes (LkServerImport *self);
LkSecret *lk_server_import_get_password (LkServerImport *self); /* (nullable) */
LkBundle *lk_server_import_get_file (LkServerImport *self);     /* what it holds and how */
LkIdentity *lk_server_import_get_identity (LkServerImport *self);
LkCertificate *lk_server_import_get_certificate (LkServerImport *self);

/* Whether a client that opens @host (a DNS name or an IP literal) would find it in the certificate
 * (RFC 6125, RFC 9525). */
gboolean lk_server_import_covers_host (LkServerImport *self, const char *host);

G_END_DECLS
