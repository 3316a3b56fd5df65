/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A server certificate for a key that the camera made itself. */

#include "config.h"

#include "camera/lk-camera-private.h"

#include "base/lk-error.h"
#include "certificate/lk-certificate-request.h"
#include "certificate/lk-chain.h"

#include <gnutls/gnutls.h>

GBytes *
lk_camera_create_request (LkCamera *self,
                          const char *common_name,
                          gboolean discards_earlier,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GBytes) der = NULL;
  g_autoptr (LkCertificateRequest) request = NULL;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  g_return_val_if_fail (common_name != NULL, NULL);

  der = LK_CAMERA_GET_CLASS (self)->create_request (self, common_name, discards_earlier,
                                                    cancellable, error);
  if (der == NULL)
    return NULL;
  request = lk_certificate_request_new_from_der (der, error);
  if (request == NULL)
    return NULL;
  if (!lk_certificate_request_is_signature_valid (request))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, "The camera’s certificate signing request is not signed by its own key, so no CA would take it: try again");
      return NULL;
    }
  return g_steal_pointer (&der);
}

char *
lk_camera_request_to_pem (GBytes *der)
{
  gsize size = 0;
  gconstpointer bytes = g_bytes_get_data (der, &size);
  const gnutls_datum_t data = { (guint8 *)bytes, (unsigned int)size };
  gnutls_datum_t pem = { NULL, 0 };
  char *text;

  if (gnutls_pem_base64_encode2 ("CERTIFICATE REQUEST", &data, &pem) < 0)
    g_error ("out of memory");
  text = g_strndup ((const char *)pem.data, pem.size);
  gnutls_free (pem.data);
  return text;
}

/* The only one that is no CA certificate, or the only one at all. */
static LkCertificate *
find_server (GPtrArray *certificates, GError **error)
{
  LkCertificate *found = NULL;
  guint n = 0;

  for (guint i = 0; i < certificates->len; i++)
    if (!lk_certificate_is_ca (g_ptr_array_index (certificates, i)))
      {
        found = g_ptr_array_index (certificates, i);
        n++;
      }
  if (n == 0 && certificates->len == 1)
    return g_ptr_array_index (certificates, 0);
  if (n == 1)
    return found;
  g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_CERTIFICATE,
                       n == 0 ? "There is no server certificate in it, only CA certificates: choose what the CA made of the request"
                              : "There are several server certificates in it: choose a file with the camera’s alone");
  return NULL;
}

GPtrArray *
lk_camera_sort_signed (GPtrArray *certificates, GError **error)
{
  LkCertificate *server = find_server (certificates, error);
  g_autoptr (LkChain) way = NULL;
  GPtrArray *elements;
  GPtrArray *sorted;

  if (server == NULL)
    return NULL;
  way = lk_chain_new (server, certificates, NULL, NULL, LK_CHAIN_FOR_ANY);
  elements = lk_chain_get_elements (way);
  sorted = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (sorted, g_object_ref (server));
  for (guint i = 1; i < elements->len; i++)
    {
      const LkChainElement *element = g_ptr_array_index (elements, i);

      if (!lk_certificate_is_self_issued (element->certificate))
        g_ptr_array_add (sorted, g_object_ref (element->certificate));
    }
  return sorted;
}

static gboolean
send_signed (LkCamera *self, const LkChange *change, GCancellable *cancellable, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->import_signed (self, change->chain, cancellable, error);
}

static gboolean
is_signed_there (const LkChange *change, LkSslTab *before, LkSslTab *after)
{
  return lk_camera_shows_server (after, g_ptr_array_index (change->chain, 0));
}

LkSslTab *
lk_camera_import_signed (LkCamera *self,
                         GPtrArray *certificates,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GPtrArray) chain = NULL;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  g_return_val_if_fail (certificates != NULL, NULL);

  chain = lk_camera_sort_signed (certificates, error);
  if (chain == NULL || !lk_camera_judge (self,
                                         &(LkJudgeContext){
                                           .purpose = LK_JUDGE_AS_SERVER,
                                           .certificate = g_ptr_array_index (chain, 0),
                                           .pool = chain,
                                         },
                                         error))
    return NULL;
  return lk_camera_replace_server (
    self,
    &(LkChange){
      .send = send_signed,
      .is_done = is_signed_there,
      .refusal = "The camera agreed, but does not use the signed certificate",
      .chain = chain,
    },
    g_ptr_array_index (chain, 0), cancellable, error);
}
