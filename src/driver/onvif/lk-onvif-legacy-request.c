/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests of old cameras: there a key comes to be only with a certificate of the camera's own.
 * That certificate is never used; it waits for the one that a CA makes of its key. */

#include "config.h"

#include "driver/onvif/lk-onvif-private.h"

#include "base/lk-error.h"

#define WAITING      LK_ONVIF_ALIAS "-request-" /* with what its ID begins */
#define WAITING_DAYS 3650

static gboolean
is_key_of (const LkOnvifStored *stored, LkCertificate *certificate)
{
  return stored->certificate != NULL && certificate != NULL &&
         g_str_equal (lk_certificate_get_spki_sha256 (stored->certificate),
                      lk_certificate_get_spki_sha256 (certificate));
}

/* The ID of the certificate that waits already; NULL without an error when none does. One whose key
 * is in use has been answered. */
static char *
find_waiting (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LkOnvifStored) active = lk_onvif_legacy_read_active (self, cancellable, &failure);
  g_autoptr (GPtrArray) all = NULL;

  if (failure == NULL)
    all = lk_onvif_legacy_list_servers (self, cancellable, &failure);
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const LkOnvifStored *stored = g_ptr_array_index (all, i);

      if (stored->id != NULL && g_str_has_prefix (stored->id, WAITING) &&
          (active == NULL || !is_key_of (stored, active->certificate)))
        return g_strdup (stored->id);
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static char *
make_waiting (LkOnvifCamera *self,
              const char *common_name,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree char *id = g_strdup_printf (WAITING "%08x", g_random_int ());
  g_autoptr (LkCertificate) certificate = NULL;

  return lk_onvif_legacy_make (self, id, common_name, WAITING_DAYS, &certificate, cancellable,
                               error)
           ? g_steal_pointer (&id)
           : NULL;
}

/* A second request is for the key of the first, so that both can be answered. */
GBytes *
lk_onvif_legacy_create_request (LkOnvifCamera *self,
                                const char *common_name,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *id = find_waiting (self, cancellable, &failure);
  g_autofree char *subject = g_strconcat ("CN=", common_name, NULL);
  g_autoptr (LkSoapReply) message = NULL;
  LkSoapWriter *arguments;
  GBytes *request;

  if (id == NULL && failure == NULL)
    id = make_waiting (self, common_name, cancellable, &failure);
  if (id == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  arguments = lk_soap_writer_new ();
  lk_soap_write_text (arguments, "tds:CertificateID", id);
  lk_soap_write_text (arguments, "tds:Subject", subject);
  message = lk_onvif_camera_call (self, LK_ONVIF_GET_PKCS10_REQUEST, arguments, cancellable, error);
  if (message == NULL)
    return NULL;
  request = lk_soap_dup_bytes (lk_soap_reply_get_content (message), "Pkcs10Request/Data");
  if (request == NULL)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, "The camera's certificate signing request is empty");
  return request;
}

/* What is there already is not loaded again: an answer may have been lost. */
static gboolean
load (LkOnvifCamera *self,
      const char *id,
      LkCertificate *certificate,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GPtrArray) all = lk_onvif_legacy_list_servers (self, cancellable, error);
  gboolean has_key = FALSE;
  LkSoapWriter *arguments;

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      const LkOnvifStored *stored = g_ptr_array_index (all, i);

      if (g_strcmp0 (stored->id, id) == 0)
        return TRUE;
      has_key |= is_key_of (stored, certificate);
    }
  if (!has_key)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_NO_PRIVATE_KEY, "The camera does not hold the private key of this certificate: choose what the CA made of its request");
      return FALSE;
    }
  arguments = lk_soap_writer_new ();
  lk_onvif_legacy_write_certificate (arguments, "tds:NVTCertificate", id, certificate);
  return lk_onvif_camera_do (self, LK_ONVIF_LOAD_CERTIFICATES, arguments, cancellable, error);
}

/* Such a camera knows no chains: the server certificate goes alone. */
gboolean
lk_onvif_legacy_import_signed (LkOnvifCamera *self,
                               GPtrArray *chain,
                               GCancellable *cancellable,
                               GError **error)
{
  LkCertificate *certificate = g_ptr_array_index (chain, 0);
  g_autofree char *id = lk_onvif_legacy_make_id ("server", certificate);

  return load (self, id, certificate, cancellable, error) &&
         lk_onvif_legacy_activate (self, id, cancellable, error);
}
