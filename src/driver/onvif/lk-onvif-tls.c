/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The TLS server of the security service: what the tab shows of it, and the server certificate. */

#include "config.h"

#include "driver/onvif/lk-onvif-private.h"

#include "base/lk-error.h"
#include "driver/onvif/lk-onvif-policy.h"

/* The certification path in use; NULL without an error when there is none. */
static char *
read_assigned_path (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkSoapReply) message = lk_onvif_camera_call (
    self, LK_ONVIF_GET_ASSIGNED_SERVER_CERTIFICATES, NULL, cancellable, error);

  return message != NULL ? lk_soap_dup_text (lk_soap_reply_get_content (message), "CertificationPathID") : NULL;
}

/* Whether the camera made the key itself; where it does not say, a certificate signed by itself is
 * its own. */
static gboolean
made_its_key (LkOnvifCamera *self, const char *key_id, GCancellable *cancellable)
{
  g_autoptr (LkSoapReply) message =
    lk_onvif_camera_call (self, LK_ONVIF_GET_ALL_KEYS, NULL, cancellable, NULL);

  for (const xmlNode *node = message != NULL
                               ? lk_soap_find (lk_soap_reply_get_content (message), "KeyAttribute")
                               : NULL;
       node != NULL; node = lk_soap_next (node))
    {
      g_autofree char *id = lk_soap_dup_text (node, "KeyID");

      if (g_strcmp0 (id, key_id) == 0)
        return !lk_soap_get_boolean (node, "externallyGenerated", FALSE);
    }
  return TRUE;
}

/* Reading */

static gboolean
read_server (LkOnvifCamera *self, LkSslTabFields *fields, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *path_id = read_assigned_path (self, cancellable, &failure);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (LkOnvifStored) leaf = NULL;

  fields->server_option = LK_SERVER_OPTION_EXTERNAL;
  if (path_id != NULL)
    ids = lk_onvif_keystore_get_path (self, path_id, NULL, cancellable, &failure);
  if (ids != NULL && ids->len > 0)
    leaf = lk_onvif_keystore_get (self, g_ptr_array_index (ids, 0), cancellable, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (leaf == NULL)
    return TRUE;
  fields->server_certificate = lk_onvif_stored_show (leaf);
  fields->server_status =
    leaf->certificate != NULL ? LK_SERVER_STATUS_VALID : LK_SERVER_STATUS_INVALID;
  if (leaf->certificate != NULL && lk_certificate_is_self_issued (leaf->certificate) &&
      made_its_key (self, leaf->key_id, cancellable))
    fields->server_option = LK_SERVER_OPTION_SELF_SIGNED;
  return TRUE;
}

/* What is good to know; a camera that cannot answer after all does not tell it. */
static LkSoapReply *
ask_in_passing (LkOnvifCamera *self,
                LkOnvifOperation operation,
                gboolean is_offered,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GError) failure = NULL;
  LkSoapReply *message =
    is_offered ? lk_onvif_camera_call (self, operation, NULL, cancellable, &failure) : NULL;

  if (failure != NULL && !g_error_matches (failure, LK_ERROR, LK_ERROR_UNSUPPORTED))
    g_propagate_error (error, g_steal_pointer (&failure));
  return message;
}

static gboolean
read_versions (LkOnvifCamera *self,
               LkSslTabFields *fields,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LkSoapReply) message =
    ask_in_passing (self, LK_ONVIF_GET_ENABLED_TLS_VERSIONS, self->capabilities.tells_versions,
                    cancellable, &failure);
  g_autofree char *names =
    message != NULL ? lk_soap_dup_text (lk_soap_reply_get_content (message), "Versions") : NULL;

  fields->tls_versions = lk_tls_versions_from_names (names);
  if (fields->tls_versions != LK_TLS_NOT_TOLD)
    fields->offered_tls_versions = self->capabilities.tls_versions;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
read_cn_is_user (LkOnvifCamera *self,
                 LkSslTabFields *fields,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LkSoapReply) message = ask_in_passing (
    self, LK_ONVIF_GET_CN_MAPS_TO_USER, self->capabilities.maps_cn, cancellable, &failure);

  fields->cn_is_user = message != NULL && lk_soap_get_boolean (lk_soap_reply_get_content (message),
                                                               "cnMapsToUser", FALSE);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
read_client (LkOnvifCamera *self, LkSslTabFields *fields, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkSoapReply) message = NULL;
  g_autoptr (LkOnvifPolicy) policy = NULL;

  fields->trusted_capacity = LK_MAX_TRUSTED;
  if (!self->capabilities.client_authentication)
    return TRUE;
  message = lk_onvif_camera_call (self, LK_ONVIF_GET_CLIENT_AUTHENTICATION_REQUIRED, NULL,
                                  cancellable, error);
  if (message == NULL)
    return FALSE;
  fields->client_enabled = lk_soap_get_boolean (lk_soap_reply_get_content (message), "clientAuthenticationRequired", FALSE);
  if (!read_cn_is_user (self, fields, cancellable, error))
    return FALSE;
  policy = lk_onvif_policy_read_assigned (self, cancellable, error);
  if (policy == NULL)
    return FALSE;
  for (guint i = 0; i < policy->anchors->len && i < LK_MAX_TRUSTED; i++)
    {
      g_autoptr (LkOnvifStored) stored =
        lk_onvif_keystore_get (self, g_ptr_array_index (policy->anchors, i), cancellable, error);

      if (stored == NULL)
        return FALSE;
      fields->trusted[i] = lk_onvif_stored_show (stored);
    }
  return TRUE;
}

LkSslTab *
lk_onvif_tls_read_tab (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  static const LkOnvifReader readers[] = { read_versions, read_server, read_client, NULL };

  return lk_onvif_camera_read_with (self, readers, cancellable, error);
}

/* Server certificate */

static gboolean
set_assignment (LkOnvifCamera *self,
                const char *old_id,
                const char *new_id,
                GCancellable *cancellable,
                GError **error)
{
  LkSoapWriter *arguments;

  if (old_id == NULL)
    return lk_onvif_camera_tell (self, LK_ONVIF_ADD_SERVER_CERTIFICATE_ASSIGNMENT,
                                 "tas:CertificationPathID", new_id, cancellable, error);
  arguments = lk_soap_writer_new ();
  lk_soap_write_text (arguments, "tas:OldCertificationPathID", old_id);
  lk_soap_write_text (arguments, "tas:NewCertificationPathID", new_id);
  return lk_onvif_camera_do (self, LK_ONVIF_REPLACE_SERVER_CERTIFICATE_ASSIGNMENT, arguments,
                             cancellable, error);
}

/* What was in use stays on the camera until lk_onvif_tls_settle_server(). */
gboolean
lk_onvif_tls_assign_path (LkOnvifCamera *self,
                          const char *path_id,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *old_id = read_assigned_path (self, cancellable, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (g_strcmp0 (old_id, path_id) == 0)
    return TRUE;
  g_free (self->replaced_id);
  self->replaced_id = g_strdup (old_id);
  if (!set_assignment (self, old_id, path_id, cancellable, &failure))
    {
      lk_onvif_explain_loss (failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      lk_onvif_keystore_drop_path (self, path_id, cancellable);
      return FALSE;
    }
  return lk_onvif_camera_wait_setup (self, cancellable, error);
}

gboolean
lk_onvif_tls_settle_server (LkOnvifCamera *self,
                            gboolean keep,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autofree char *replaced = g_steal_pointer (&self->replaced_id);
  g_autoptr (GError) failure = NULL;
  g_autofree char *now = NULL;

  if (replaced == NULL)
    return keep || lk_onvif_fail_nothing_replaced (error);
  now = read_assigned_path (self, cancellable, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (g_strcmp0 (now, replaced) == 0)
    return TRUE; /* it was never replaced */
  if (!keep && (!set_assignment (self, now, replaced, cancellable, error) ||
                !lk_onvif_camera_wait_setup (self, cancellable, error)))
    return FALSE;
  if (now != NULL)
    lk_onvif_keystore_drop_path (self, keep ? replaced : now, cancellable);
  return TRUE;
}

gboolean
lk_onvif_tls_import_server (LkOnvifCamera *self,
                            LkServerImport *import,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *path_id = lk_onvif_keystore_upload_identity (
    self, lk_server_import_get_identity (import), cancellable, &failure);

  if (path_id != NULL)
    return lk_onvif_tls_assign_path (self, path_id, cancellable, error);
  lk_onvif_explain_full (self, failure, cancellable);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
lk_onvif_tls_delete_server (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *path_id = read_assigned_path (self, cancellable, &failure);

  if (path_id == NULL)
    return lk_onvif_fail_no_server (g_steal_pointer (&failure), error);
  if (!lk_onvif_camera_tell (self, LK_ONVIF_REMOVE_SERVER_CERTIFICATE_ASSIGNMENT,
                             "tas:CertificationPathID", path_id, cancellable, error))
    {
      if (error != NULL)
        g_prefix_error_literal (error, "The SSL function needs it and must be disabled first: ");
      return FALSE;
    }
  lk_onvif_keystore_drop_path (self, path_id, cancellable);
  return TRUE;
}

/* The camera's own certificate is read over the connection that is pinned already, so its key may
 * be the next pin. */
static gboolean
use_self_signed (LkOnvifCamera *self,
                 const char *certificate_id,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (LkOnvifStored) stored =
    lk_onvif_keystore_get (self, certificate_id, cancellable, error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autofree char *path_id = NULL;

  if (stored == NULL)
    return FALSE;
  if (stored->certificate == NULL)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, "The certificate that the camera made cannot be read");
      return FALSE;
    }
  g_ptr_array_add (ids, (gpointer)certificate_id);
  path_id = lk_onvif_keystore_create_path (self, ids, cancellable, error);
  if (path_id == NULL)
    return FALSE;
  lk_connection_expect_key (lk_camera_get_connection (LK_CAMERA (self)), stored->certificate);
  return lk_onvif_tls_assign_path (self, path_id, cancellable, error);
}

gboolean
lk_onvif_tls_generate (LkOnvifCamera *self,
                       const char *common_name,
                       guint days,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *key_id = lk_onvif_keystore_make_key (self, cancellable, &failure);
  g_autofree char *certificate_id = NULL;

  if (key_id == NULL)
    {
      lk_onvif_explain_full (self, failure, cancellable);
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  certificate_id =
    lk_onvif_keystore_make_self_signed (self, key_id, common_name, days, cancellable, error);
  if (certificate_id != NULL)
    return use_self_signed (self, certificate_id, cancellable, error);
  /* of no use to anybody */
  (void)lk_onvif_camera_tell (self, LK_ONVIF_DELETE_KEY, "tas:KeyID", key_id, NULL, NULL);
  return FALSE;
}

/* The camera finds the key of a signed certificate by itself, so the keys of earlier requests stay
 * as long as there is room beside them. */
static char *
make_key_for_request (LkOnvifCamera *self,
                      gboolean discards_earlier,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) earlier = NULL;
  char *key_id = lk_onvif_keystore_make_key (self, cancellable, &failure);

  if (key_id != NULL)
    return key_id;
  if (g_error_matches (failure, LK_ERROR, LK_ERROR_FULL))
    earlier = lk_onvif_list_open_keys (self, cancellable);
  if (earlier == NULL || earlier->len == 0)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (!discards_earlier)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_EXISTS,
                   "The camera has no room for another key beside %u that wait for the certificates of earlier requests: import these, or let them go",
                   earlier->len);
      return NULL;
    }
  lk_onvif_drop_keys (self, earlier, cancellable);
  return lk_onvif_keystore_make_key (self, cancellable, error);
}

GBytes *
lk_onvif_tls_create_request (LkOnvifCamera *self,
                             const char *common_name,
                             gboolean discards_earlier,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autofree char *key_id = make_key_for_request (self, discards_earlier, cancellable, error);
  GBytes *request;

  if (key_id == NULL)
    return NULL;
  request = lk_onvif_keystore_make_request (self, key_id, common_name, cancellable, error);
  if (request == NULL)
    /* of no use to anybody */
    (void)lk_onvif_camera_tell (self, LK_ONVIF_DELETE_KEY, "tas:KeyID", key_id, NULL, NULL);
  return request;
}

gboolean
lk_onvif_tls_import_signed (LkOnvifCamera *self,
                            GPtrArray *chain,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autofree char *path_id = lk_onvif_keystore_put_path (self, chain, cancellable, error);

  return path_id != NULL && lk_onvif_tls_assign_path (self, path_id, cancellable, error);
}

gboolean
lk_onvif_tls_set_client (LkOnvifCamera *self,
                         gboolean required,
                         GCancellable *cancellable,
                         GError **error)
{
  return lk_onvif_camera_tell (self, LK_ONVIF_SET_CLIENT_AUTHENTICATION_REQUIRED,
                               "tas:clientAuthenticationRequired", required ? "true" : "false",
                               cancellable, error) &&
         lk_onvif_camera_wait_setup (self, cancellable, error);
}

gboolean
lk_onvif_tls_set_versions (LkOnvifCamera *self,
                           LkTlsVersions versions,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autofree char *names = lk_tls_versions_dup_names (versions);

  return lk_onvif_camera_tell (self, LK_ONVIF_SET_ENABLED_TLS_VERSIONS, "tas:Versions", names,
                               cancellable, error) &&
         lk_onvif_camera_wait_setup (self, cancellable, error);
}

gboolean
lk_onvif_tls_set_cn_is_user (LkOnvifCamera *self,
                             gboolean is_user,
                             GCancellable *cancellable,
                             GError **error)
{
  return lk_onvif_camera_tell (self, LK_ONVIF_SET_CN_MAPS_TO_USER, "tas:cnMapsToUser", is_user ? "true" : "false",
                               cancellable, error) &&
         lk_onvif_camera_wait_setup (self, cancellable, error);
}
