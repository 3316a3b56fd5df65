/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-nss-import.h"

#include "base/lk-error.h"
#include "personal/lk-key-template.h"

#include <cert.h>
#include <keyhi.h>

static gboolean
import_key (LkNssDatabase *database,
            const LkPersonalImport *import,
            const char *label,
            GError **error)
{
  g_autoptr (LkKeyTemplate) template =
    lk_key_template_new (import->identity, label, import->exportable, error);
  PK11GenericObject *object;
  const LkAttribute *attributes;
  guint n_attributes;

  if (template == NULL)
    return FALSE;
  if (lk_key_template_get_point (template) != NULL)
    {
      GBytes *point = lk_key_template_get_point (template);

      /* NSS finds an EC key's public half in an attribute of its own. */
      lk_key_template_add (template, CKA_NSS_DB, g_bytes_get_data (point, NULL),
                           g_bytes_get_size (point));
    }
  attributes = lk_key_template_get_key (template, &n_attributes);
  G_STATIC_ASSERT (sizeof (LkAttribute) == sizeof (CK_ATTRIBUTE));
  object =
    PK11_CreateManagedGenericObject (lk_nss_database_get_slot (database),
                                     (const CK_ATTRIBUTE *)attributes, (int)n_attributes, PR_TRUE);
  if (object == NULL)
    {
      lk_nss_set_error (error, LK_ERROR_STORE_FAILED, "The private key cannot be stored");
      return FALSE;
    }
  (void)PK11_DestroyGenericObject (object); /* frees the handle, not the key in the database */
  return TRUE;
}

static gboolean
import_certificate (LkNssDatabase *database,
                    LkCertificate *certificate,
                    const char *label,
                    GError **error)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (lk_certificate_get_der (certificate), &size);
  SECItem der = { siDERCertBuffer, (unsigned char *)data, (unsigned int)size };

  if (PK11_ImportDERCert (lk_nss_database_get_slot (database), &der, CK_INVALID_HANDLE,
                          (char *)label, PR_FALSE) == SECSuccess)
    return TRUE;
  lk_nss_set_error (error, LK_ERROR_STORE_FAILED, "The certificate cannot be stored");
  return FALSE;
}

static gboolean
import_issuers (LkNssDatabase *database, LkIdentity *identity, GError **error)
{
  GPtrArray *chain = lk_identity_get_chain (identity);

  for (guint i = 1; i < chain->len; i++)
    {
      if (!import_certificate (database, chain->pdata[i],
                               lk_certificate_get_title (chain->pdata[i]), error))
        return FALSE;
    }
  return TRUE;
}

/* (nullable): the key of @certificate, which need not be in the database itself. */
static SECKEYPrivateKey *
find_key (LkNssDatabase *database, LkCertificate *certificate)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (lk_certificate_get_der (certificate), &size);
  SECItem der = { siDERCertBuffer, (unsigned char *)data, (unsigned int)size };
  CERTCertificate *decoded =
    CERT_NewTempCertificate (CERT_GetDefaultCertDB (), &der, NULL, PR_FALSE, PR_TRUE);
  SECKEYPrivateKey *key = NULL;

  if (decoded != NULL)
    {
      key = PK11_FindKeyByDERCert (lk_nss_database_get_slot (database), decoded, NULL);
      CERT_DestroyCertificate (decoded);
    }
  return key;
}

/* A key without its certificate is shown by no program, and nobody would ever remove it. One that
 * was there before may be another certificate's, too. */
static void
take_back_key (LkNssDatabase *database, LkCertificate *certificate, gboolean was_there)
{
  SECKEYPrivateKey *key = was_there ? NULL : find_key (database, certificate);

  if (key != NULL && PK11_DeleteTokenPrivateKey (key, PR_TRUE) != SECSuccess)
    g_debug ("NSS: the key of a certificate that was not stored stays behind");
}

static gboolean
has_key (LkNssDatabase *database, LkCertificate *certificate)
{
  SECKEYPrivateKey *key = find_key (database, certificate);

  if (key != NULL)
    SECKEY_DestroyPrivateKey (key);
  return key != NULL;
}

gboolean
lk_nss_import_run (LkNssDatabase *database, const LkPersonalImport *import, GError **error)
{
  LkCertificate *certificate = lk_identity_get_certificate (import->identity);
  const char *label =
    import->label != NULL ? import->label : lk_certificate_get_title (certificate);

  gboolean was_there;

  g_return_val_if_fail (database != NULL, FALSE);

  was_there = has_key (database, certificate);
  if (!import_key (database, import, label, error))
    return FALSE;
  if (!import_certificate (database, certificate, label, error))
    {
      take_back_key (database, certificate, was_there);
      return FALSE;
    }
  return !import->include_issuers || import_issuers (database, import->identity, error);
}
