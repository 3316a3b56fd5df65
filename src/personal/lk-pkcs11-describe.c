/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-pkcs11-describe.h"

#include "base/lk-error.h"
#include "personal/lk-pkcs11-identity.h"
#include "personal/lk-pkcs11-object.h"

#include <glib/gi18n-lib.h>

static const char *
read_flag (LkPkcs11Token *token, gulong key, gulong type)
{
  g_autoptr (GBytes) value = lk_pkcs11_token_read (token, key, type);

  if (value == NULL || g_bytes_get_size (value) != 1)
    return "not said";
  return *(const guint8 *)g_bytes_get_data (value, NULL) == CK_TRUE ? "true" : "false";
}

static char *
read_label (LkPkcs11Token *token, gulong object, LkCertificate *certificate)
{
  g_autoptr (GBytes) value = lk_pkcs11_token_read (token, object, CKA_LABEL);

  if (value == NULL || g_bytes_get_size (value) == 0)
    return g_strdup (lk_certificate_get_title (certificate));
  return g_utf8_make_valid (g_bytes_get_data (value, NULL), (gssize)g_bytes_get_size (value));
}

static char *
describe_key (LkPkcs11Token *token, gulong key, LkPersonalFields *fields)
{
  const char *extractable;

  if (key == 0)
    {
      const gboolean locked = lk_pkcs11_token_needs_login (token);

      fields->has_key = locked ? LK_ANSWER_UNKNOWN : LK_ANSWER_NO;
      return g_strdup (locked ? _ ("The token is locked by its PIN")
                              : _ ("The token holds no private key for it"));
    }
  extractable = read_flag (token, key, CKA_EXTRACTABLE);
  fields->has_key = LK_ANSWER_YES;
  if (g_str_equal (extractable, "true"))
    fields->exportable = LK_ANSWER_YES;
  else if (g_str_equal (extractable, "false"))
    fields->exportable = LK_ANSWER_NO;
  return g_strdup_printf ("CKA_EXTRACTABLE is %s, CKA_SENSITIVE is %s, CKA_NEVER_EXTRACTABLE is %s",
                          extractable, read_flag (token, key, CKA_SENSITIVE),
                          read_flag (token, key, CKA_NEVER_EXTRACTABLE));
}

static LkAnswer
prove_key (LkPersonalStore *store, LkPkcs11Token *token, GBytes *id, LkCertificate *certificate)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkIdentity) identity = lk_pkcs11_identity_new (store, token, id, certificate, &error);

  if (identity != NULL && lk_identity_prove (identity, &error))
    return LK_ANSWER_YES;
  return g_error_matches (error, LK_ERROR, LK_ERROR_KEY_MISMATCH) ? LK_ANSWER_NO
                                                                  : LK_ANSWER_UNKNOWN;
}

LkPersonal *
lk_pkcs11_describe (LkPersonalStore *store, LkPkcs11Token *token, gulong object, guint *n_proofs)
{
  g_autoptr (LkCertificate) certificate = lk_pkcs11_read_certificate (token, object);
  g_autoptr (GBytes) id = lk_pkcs11_token_read (token, object, CKA_ID);
  const gulong key = lk_pkcs11_find_private_key (token, id);
  g_autofree char *selector =
    id != NULL ? lk_pkcs11_make_uri (lk_personal_store_get_id (store), id, CKO_CERTIFICATE) : NULL;
  g_autofree char *label = NULL;
  g_autofree char *evidence = NULL;
  LkPersonalFields fields = {
    .selector = selector,
    .store_id = lk_personal_store_get_id (store),
    .store_title = lk_personal_store_get_title (store),
    .certificate = certificate,
  };

  if (certificate == NULL || selector == NULL || (key == 0 && lk_certificate_is_ca (certificate)))
    return NULL;
  label = read_label (token, object, certificate);
  evidence = describe_key (token, key, &fields);
  fields.label = label;
  fields.evidence = evidence;
  if (key != 0 && *n_proofs > 0 && lk_pkcs11_token_get_pin (token) != NULL)
    {
      (*n_proofs)--;
      fields.key_matches = prove_key (store, token, id, certificate);
    }
  return lk_personal_new (&fields);
}
