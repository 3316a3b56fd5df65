/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-pkcs11-object.h"

#include "base/lk-error.h"

#include <p11-kit/uri.h>

GArray *
lk_pkcs11_find_by_class (LkPkcs11Token *token, CK_OBJECT_CLASS class, GBytes *id, GError **error)
{
  gsize size = 0;
  gconstpointer data = id != NULL ? g_bytes_get_data (id, &size) : NULL;
  const CK_ATTRIBUTE wanted[] = {
    { CKA_CLASS, &class, sizeof class },
    { CKA_ID, (gpointer)data, size },
  };

  return lk_pkcs11_token_find (token, wanted, id != NULL ? 2 : 1, error);
}

/* 0 when there is none, or when the token does not show it yet. */
gulong
lk_pkcs11_find_private_key (LkPkcs11Token *token, GBytes *id)
{
  g_autoptr (GArray) keys = id != NULL && g_bytes_get_size (id) > 0
                              ? lk_pkcs11_find_by_class (token, CKO_PRIVATE_KEY, id, NULL)
                              : NULL;

  return keys != NULL && keys->len > 0 ? g_array_index (keys, gulong, 0) : 0;
}

gulong
lk_pkcs11_find_certificate (LkPkcs11Token *token, GBytes *id, GError **error)
{
  g_autoptr (GArray) objects = lk_pkcs11_find_by_class (token, CKO_CERTIFICATE, id, error);

  if (objects == NULL)
    return 0;
  if (objects->len > 0)
    return g_array_index (objects, gulong, 0);
  g_set_error (
    error, LK_ERROR, LK_ERROR_NOT_FOUND,
    "The token holds no certificate with this id; list the personal certificates to see which there are");
  return 0;
}

LkCertificate *
lk_pkcs11_read_certificate (LkPkcs11Token *token, gulong object)
{
  g_autoptr (GBytes) der = lk_pkcs11_token_read (token, object, CKA_VALUE);

  return der != NULL ? lk_certificate_new_from_der (der, NULL) : NULL;
}

char *
lk_pkcs11_make_uri (const char *token_uri, GBytes *id, CK_OBJECT_CLASS class)
{
  P11KitUri *uri = p11_kit_uri_new ();
  CK_ATTRIBUTE of_class = { CKA_CLASS, &class, sizeof class };
  CK_ATTRIBUTE of_id = { CKA_ID, (gpointer)g_bytes_get_data (id, NULL), g_bytes_get_size (id) };
  char *text = NULL;
  char *copy = NULL;

  if (p11_kit_uri_parse (token_uri, P11_KIT_URI_FOR_TOKEN, uri) == P11_KIT_URI_OK &&
      p11_kit_uri_set_attribute (uri, &of_id) == P11_KIT_URI_OK &&
      p11_kit_uri_set_attribute (uri, &of_class) == P11_KIT_URI_OK &&
      p11_kit_uri_format (uri, P11_KIT_URI_FOR_OBJECT_ON_TOKEN, &text) == P11_KIT_URI_OK)
    copy = g_strdup (text);
  free (text);
  p11_kit_uri_free (uri);
  return copy;
}

/* (nullable): what a selector says of its object. */
static GBytes *
read_from_selector (const char *selector, CK_ATTRIBUTE_TYPE type)
{
  P11KitUri *uri = p11_kit_uri_new ();
  CK_ATTRIBUTE *attribute = NULL;
  GBytes *value = NULL;

  if (p11_kit_uri_parse (selector, P11_KIT_URI_FOR_ANY, uri) == P11_KIT_URI_OK)
    attribute = p11_kit_uri_get_attribute (uri, type);
  if (attribute != NULL && attribute->ulValueLen > 0)
    value = g_bytes_new (attribute->pValue, attribute->ulValueLen);
  p11_kit_uri_free (uri);
  return value;
}

/* (nullable): the id of the certificate with the label that a selector names. */
static GBytes *
find_id_by_label (LkPkcs11Token *token, GBytes *label, GError **error)
{
  CK_OBJECT_CLASS class = CKO_CERTIFICATE;
  gsize size;
  gconstpointer data = g_bytes_get_data (label, &size);
  const CK_ATTRIBUTE wanted[] = {
    { CKA_CLASS, &class, sizeof class },
    { CKA_LABEL, (gpointer)data, size },
  };
  g_autoptr (GArray) objects = lk_pkcs11_token_find (token, wanted, G_N_ELEMENTS (wanted), error);
  GBytes *id = NULL;

  if (objects == NULL)
    return NULL;
  if (objects->len == 1)
    id = lk_pkcs11_token_read (token, g_array_index (objects, gulong, 0), CKA_ID);
  if (objects->len == 0)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_NOT_FOUND,
                         "The token holds no certificate of this name; list the personal "
                         "certificates to see which there are");
  else if (id == NULL)
    g_set_error (
      error, LK_ERROR, LK_ERROR_NOT_FOUND,
      "The token holds %u certificates of this name; list them and take the selector with the id",
      objects->len);
  return id;
}

/* (nullable): the CKA_ID of what a selector names by id or by object (RFC 7512). */
GBytes *
lk_pkcs11_find_id (LkPkcs11Token *token, const char *selector, GError **error)
{
  GBytes *id = read_from_selector (selector, CKA_ID);
  g_autoptr (GBytes) label = id == NULL ? read_from_selector (selector, CKA_LABEL) : NULL;

  if (id != NULL)
    return id;
  if (label != NULL)
    return find_id_by_label (token, label, error);
  g_set_error (error, LK_ERROR, LK_ERROR_USAGE,
               "“%s” names no object: it needs an id or an object (RFC 7512)", selector);
  return NULL;
}
