/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-nss-certificate.h"

#include "base/lk-error.h"

#include <string.h>

#define SHA256_NAME "#sha256:" /* names a certificate by its fingerprint, behind the folder */

LkCertificate *
lk_nss_certificate_read (CERTCertificate *cert)
{
  g_autoptr (GBytes) der = g_bytes_new (cert->derCert.data, cert->derCert.len);

  return lk_certificate_new_from_der (der, NULL);
}

/* NSS puts "Token name:" before the nickname of a certificate that is not in its own database. */
const char *
lk_nss_certificate_get_nickname (CERTCertificate *cert)
{
  const char *colon;

  if (cert->nickname == NULL || *cert->nickname == '\0')
    return NULL;
  colon = strchr (cert->nickname, ':');
  return colon != NULL && g_str_has_prefix (cert->nickname, PK11_GetTokenName (cert->slot))
           ? colon + 1
           : cert->nickname;
}

char *
lk_nss_certificate_name_exactly (LkPersonalStore *store, LkCertificate *certificate)
{
  return g_strdup_printf ("%s" SHA256_NAME "%s", lk_personal_store_get_id (store),
                          lk_certificate_get_sha256 (certificate));
}

char *
lk_nss_certificate_name (LkPersonalStore *store, CERTCertificate *cert, LkCertificate *certificate)
{
  const char *nickname = lk_nss_certificate_get_nickname (cert);

  if (nickname != NULL)
    return g_strdup_printf ("%s#%s", lk_personal_store_get_id (store), nickname);
  return lk_nss_certificate_name_exactly (store, certificate);
}

/* The database was found by the folder already: what counts is what stands behind it. */
static gboolean
is_named (const char *selector, const char *own, LkCertificate *certificate)
{
  const char *name = strchr (selector, '#');

  if (name == NULL)
    return FALSE;
  if (g_str_has_prefix (name, SHA256_NAME))
    return g_str_equal (name + strlen (SHA256_NAME), lk_certificate_get_sha256 (certificate));
  return g_str_equal (name, strchr (own, '#'));
}

/* (transfer full) (nullable) */
CERTCertificate *
lk_nss_certificate_find (LkPersonalStore *store,
                         LkNssDatabase *database,
                         const char *selector,
                         GError **error)
{
  CERTCertList *list = PK11_ListCertsInSlot (lk_nss_database_get_slot (database));
  CERTCertificate *match = NULL;

  for (CERTCertListNode *node = list != NULL ? CERT_LIST_HEAD (list) : NULL;
       node != NULL && !CERT_LIST_END (node, list); node = CERT_LIST_NEXT (node))
    {
      g_autoptr (LkCertificate) certificate = lk_nss_certificate_read (node->cert);
      g_autofree char *own =
        certificate != NULL ? lk_nss_certificate_name (store, node->cert, certificate) : NULL;

      if (certificate == NULL || !is_named (selector, own, certificate))
        continue;
      match = CERT_DupCertificate (node->cert);
      break;
    }
  if (list != NULL)
    CERT_DestroyCertList (list);
  if (match == NULL)
    g_set_error (
      error, LK_ERROR, LK_ERROR_NOT_FOUND,
      "There is no certificate “%s”; list the personal certificates to see which there are",
      selector);
  return match;
}
