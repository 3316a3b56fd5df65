/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The keystore of the security service: certificates, keys and certification paths. */

#include "config.h"

#include "driver/onvif/lk-onvif-private.h"

#include "base/lk-error.h"

#define MAX_STORED 1000
#define MAX_PATH   16

void
lk_onvif_stored_free (LkOnvifStored *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->key_id);
  g_free (self->alias);
  g_clear_object (&self->certificate);
  g_free (self);
}

LkTabCertificate *
lk_onvif_stored_show (LkOnvifStored *self)
{
  if (self->certificate != NULL)
    return lk_tab_certificate_new_whole (self->certificate);
  return lk_tab_certificate_new ("", self->alias != NULL ? self->alias : self->id, "", "");
}

/* @failure: (nullable) (transfer full) why it is not known whether there is one. */
gboolean
lk_onvif_fail_no_server (GError *failure, GError **error)
{
  if (failure != NULL)
    g_propagate_error (error, failure);
  else
    g_set_error_literal (error, LK_ERROR, LK_ERROR_NOT_FOUND, "The camera has no server certificate in use");
  return FALSE;
}

static LkOnvifStored *
read_stored (const xmlNode *node)
{
  g_autoptr (GBytes) der = lk_soap_dup_bytes (node, "CertificateContent");
  LkOnvifStored *self = g_new0 (LkOnvifStored, 1);

  self->id = lk_soap_dup_text (node, "CertificateID");
  self->key_id = lk_soap_dup_text (node, "KeyID");
  self->alias = lk_soap_dup_text (node, "Alias");
  self->has_private_key = lk_soap_get_boolean (node, "HasPrivateKey", FALSE);
  self->certificate = der != NULL ? lk_certificate_new_from_der (der, NULL) : NULL;
  return self;
}

LkOnvifStored *
lk_onvif_keystore_get (LkOnvifCamera *self,
                       const char *certificate_id,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (LkSoapReply) message = lk_onvif_camera_ask (
    self, LK_ONVIF_GET_CERTIFICATE, "tas:CertificateID", certificate_id, cancellable, error);

  return message != NULL
           ? read_stored (lk_soap_find (lk_soap_reply_get_content (message), "Certificate"))
           : NULL;
}

/* The ID of @certificate where the camera has it; NULL without an error where it has not. */
static char *
find_certificate (LkOnvifCamera *self,
                  LkCertificate *certificate,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (LkSoapReply) message =
    lk_onvif_camera_call (self, LK_ONVIF_GET_ALL_CERTIFICATES, NULL, cancellable, error);
  guint n = 0;

  if (message == NULL)
    return NULL;
  for (const xmlNode *node = lk_soap_find (lk_soap_reply_get_content (message), "Certificate");
       node != NULL && n < MAX_STORED; node = lk_soap_next (node), n++)
    {
      g_autoptr (LkOnvifStored) stored = read_stored (node);

      if (stored->certificate != NULL && stored->id != NULL &&
          lk_certificate_equal (stored->certificate, certificate))
        return g_steal_pointer (&stored->id);
    }
  return NULL;
}

/* Errors after which the camera may have done what it was asked: the answer was lost, or says that
 * it is there. */
static gboolean
may_be_there (const GError *error)
{
  static const int codes[] = { LK_ERROR_EXISTS, LK_ERROR_UNREACHABLE, LK_ERROR_TIMEOUT,
                               LK_ERROR_BAD_DATA };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, LK_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

static char *
upload (LkOnvifCamera *self,
        LkCertificate *certificate,
        const char *alias,
        gboolean needs_key,
        GCancellable *cancellable,
        GError **error)
{
  LkSoapWriter *arguments = lk_soap_writer_new ();
  g_autoptr (LkSoapReply) message = NULL;
  char *id;

  lk_soap_write_der (arguments, "tas:Certificate", lk_certificate_get_der (certificate));
  lk_soap_write_text (arguments, "tas:Alias", alias);
  lk_soap_write_boolean (arguments, "tas:PrivateKeyRequired", needs_key);
  message = lk_onvif_camera_call (self, LK_ONVIF_UPLOAD_CERTIFICATE, arguments, cancellable, error);
  if (message == NULL)
    return NULL;
  id = lk_soap_dup_text (lk_soap_reply_get_content (message), "CertificateID");
  if (id == NULL)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, "The camera took the certificate and gave it no ID");
  return id;
}

char *
lk_onvif_keystore_put (LkOnvifCamera *self,
                       LkCertificate *certificate,
                       const char *alias,
                       gboolean needs_key,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GError) failure = NULL;
  char *id = upload (self, certificate, alias, needs_key, cancellable, &failure);

  if (id == NULL && may_be_there (failure))
    /* the first failure is the one to tell */
    id = find_certificate (self, certificate, cancellable, NULL);
  if (id == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return id;
}

/* Certification paths */

GPtrArray *
lk_onvif_keystore_get_path (
  LkOnvifCamera *self, const char *path_id, char **alias, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkSoapReply) message = lk_onvif_camera_ask (
    self, LK_ONVIF_GET_CERTIFICATION_PATH, "tas:CertificationPathID", path_id, cancellable, error);
  const xmlNode *path;
  GPtrArray *ids;

  if (message == NULL)
    return NULL;
  path = lk_soap_find (lk_soap_reply_get_content (message), "CertificationPath");
  ids = g_ptr_array_new_with_free_func (g_free);
  for (const xmlNode *node = lk_soap_find (path, "CertificateID");
       node != NULL && ids->len < MAX_PATH; node = lk_soap_next (node))
    g_ptr_array_add (ids, lk_soap_dup_text (node, NULL));
  if (alias != NULL)
    *alias = lk_soap_dup_text (path, "Alias");
  return ids;
}

char *
lk_onvif_keystore_create_path (LkOnvifCamera *self,
                               GPtrArray *certificate_ids,
                               GCancellable *cancellable,
                               GError **error)
{
  LkSoapWriter *arguments = lk_soap_writer_new ();
  g_autoptr (LkSoapReply) message = NULL;

  lk_soap_write_open (arguments, "tas:CertificateIDs");
  for (guint i = 0; i < certificate_ids->len; i++)
    lk_soap_write_text (arguments, "tas:CertificateID", g_ptr_array_index (certificate_ids, i));
  lk_soap_write_close (arguments, "tas:CertificateIDs");
  lk_soap_write_text (arguments, "tas:Alias", LK_ONVIF_ALIAS " server");
  message =
    lk_onvif_camera_call (self, LK_ONVIF_CREATE_CERTIFICATION_PATH, arguments, cancellable, error);
  return message != NULL ? lk_soap_dup_text (lk_soap_reply_get_content (message), "CertificationPathID") : NULL;
}

static gboolean
is_path_of (LkOnvifCamera *self,
            const char *path_id,
            LkCertificate *leaf,
            GCancellable *cancellable)
{
  g_autoptr (GPtrArray) ids = lk_onvif_keystore_get_path (self, path_id, NULL, cancellable, NULL);
  g_autoptr (LkOnvifStored) stored =
    ids != NULL && ids->len > 0
      ? lk_onvif_keystore_get (self, g_ptr_array_index (ids, 0), cancellable, NULL)
      : NULL;

  return stored != NULL && stored->certificate != NULL &&
         lk_certificate_equal (stored->certificate, leaf);
}

char *
lk_onvif_keystore_find_lost_path (LkOnvifCamera *self,
                                  const GError *failure,
                                  LkCertificate *leaf,
                                  GCancellable *cancellable)
{
  g_autoptr (LkSoapReply) message =
    may_be_there (failure)
      ? lk_onvif_camera_call (self, LK_ONVIF_GET_ALL_CERTIFICATION_PATHS, NULL, cancellable, NULL)
      : NULL;
  guint n = 0;

  for (const xmlNode *node =
         message != NULL ? lk_soap_find (lk_soap_reply_get_content (message), "CertificationPathID")
                         : NULL;
       node != NULL && n < MAX_STORED; node = lk_soap_next (node), n++)
    {
      g_autofree char *id = lk_soap_dup_text (node, NULL);

      if (id != NULL && is_path_of (self, id, leaf, cancellable))
        return g_steal_pointer (&id);
    }
  return NULL;
}

char *
lk_onvif_keystore_put_path (LkOnvifCamera *self,
                            GPtrArray *chain,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) failure = NULL;
  char *path_id;

  for (guint i = 0; i < chain->len; i++)
    {
      char *id =
        lk_onvif_keystore_put (self, g_ptr_array_index (chain, i), LK_ONVIF_ALIAS " server", i == 0,
                               cancellable, error);

      if (id == NULL)
        return NULL;
      g_ptr_array_add (ids, id);
    }
  path_id = lk_onvif_keystore_create_path (self, ids, cancellable, &failure);
  if (path_id == NULL && failure != NULL)
    path_id = lk_onvif_keystore_find_lost_path (self, failure, g_ptr_array_index (chain, 0),
                                                cancellable);
  if (path_id == NULL && failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return path_id;
}

/* Clean-up */

static gboolean
is_ours (const char *alias)
{
  return alias != NULL && g_str_has_prefix (alias, LK_ONVIF_ALIAS);
}

static void
drop_key (LkOnvifCamera *self, const char *key_id, GCancellable *cancellable)
{
  if (key_id != NULL && !self->capabilities.auto_deletes_keys)
    /* may still be in use */
    (void)lk_onvif_camera_tell (self, LK_ONVIF_DELETE_KEY, "tas:KeyID", key_id, cancellable, NULL);
}

static void
drop (LkOnvifCamera *self,
      const char *certificate_id,
      gboolean made_by_us,
      GCancellable *cancellable)
{
  g_autoptr (LkOnvifStored) stored =
    lk_onvif_keystore_get (self, certificate_id, cancellable, NULL);

  if (stored == NULL || (!made_by_us && !is_ours (stored->alias)))
    return;
  if (lk_onvif_camera_tell (self, LK_ONVIF_DELETE_CERTIFICATE, "tas:CertificateID", certificate_id,
                            cancellable, NULL))
    drop_key (self, stored->key_id, cancellable);
}

void
lk_onvif_keystore_drop_certificate (LkOnvifCamera *self,
                                    const char *certificate_id,
                                    GCancellable *cancellable)
{
  drop (self, certificate_id, FALSE, cancellable);
}

/* The certificates of a PKCS#12 get no alias of ours, but the path that came with them did. */
void
lk_onvif_keystore_drop_path (LkOnvifCamera *self, const char *path_id, GCancellable *cancellable)
{
  g_autofree char *alias = NULL;
  g_autoptr (GPtrArray) ids = lk_onvif_keystore_get_path (self, path_id, &alias, cancellable, NULL);

  if (ids == NULL || !is_ours (alias) ||
      !lk_onvif_camera_tell (self, LK_ONVIF_DELETE_CERTIFICATION_PATH, "tas:CertificationPathID",
                             path_id, cancellable, NULL))
    return;
  for (guint i = 0; i < ids->len; i++)
    drop (self, g_ptr_array_index (ids, i), i == 0, cancellable);
}
