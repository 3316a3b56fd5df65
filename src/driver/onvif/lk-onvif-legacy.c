/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Old cameras (2010 to 2015): the certificate operations of device management, withdrawn from the
 * text in 16.12. */

#include "config.h"

#include "driver/onvif/lk-onvif-private.h"

#include "base/lk-error.h"

#define MAX_LISTED 64
#define ID_BYTES   16 /* hexadecimal digits of the fingerprint in an ID of ours */

/* IDs are chosen by the client here. */
char *
lk_onvif_legacy_make_id (const char *kind, LkCertificate *certificate)
{
  return g_strdup_printf (LK_ONVIF_ALIAS "-%s-%.*s", kind, ID_BYTES,
                          lk_certificate_get_sha256 (certificate));
}

/* tt:Certificate elements as stored certificates: (element-type LkOnvifStored). */
static GPtrArray *
list (LkOnvifCamera *self,
      LkOnvifOperation operation,
      const char *element,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (LkSoapReply) message =
    lk_onvif_camera_call (self, operation, NULL, cancellable, error);
  GPtrArray *all;

  if (message == NULL)
    return NULL;
  all = g_ptr_array_new_with_free_func ((GDestroyNotify)lk_onvif_stored_free);
  for (const xmlNode *node = lk_soap_find (lk_soap_reply_get_content (message), element);
       node != NULL && all->len < MAX_LISTED; node = lk_soap_next (node))
    {
      g_autoptr (GBytes) der = lk_soap_dup_bytes (node, "Certificate/Data");
      LkOnvifStored *stored = g_new0 (LkOnvifStored, 1);

      stored->id = lk_soap_dup_text (node, "CertificateID");
      stored->certificate = der != NULL ? lk_certificate_new_from_der (der, NULL) : NULL;
      g_ptr_array_add (all, stored);
    }
  return all;
}

static GPtrArray *
list_cas (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  return list (self, LK_ONVIF_GET_CA_CERTIFICATES, "CACertificate", cancellable, error);
}

GPtrArray *
lk_onvif_legacy_list_servers (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  return list (self, LK_ONVIF_GET_CERTIFICATES, "NvtCertificate", cancellable, error);
}

LkOnvifStored *
lk_onvif_legacy_read_active (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkSoapReply) message =
    lk_onvif_camera_call (self, LK_ONVIF_GET_CERTIFICATES_STATUS, NULL, cancellable, error);
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *id = NULL;

  if (message == NULL)
    return NULL;
  for (const xmlNode *node =
         lk_soap_find (lk_soap_reply_get_content (message), "CertificateStatus");
       node != NULL && id == NULL; node = lk_soap_next (node))
    if (lk_soap_get_boolean (node, "Status", FALSE))
      id = lk_soap_dup_text (node, "CertificateID");
  if (id == NULL)
    return NULL;
  all = lk_onvif_legacy_list_servers (self, cancellable, error);
  for (guint i = 0; all != NULL && i < all->len; i++)
    if (g_strcmp0 (((LkOnvifStored *)g_ptr_array_index (all, i))->id, id) == 0)
      return g_ptr_array_steal_index (all, i);
  return NULL;
}

static gboolean
read_server (LkOnvifCamera *self, LkSslTabFields *fields, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LkOnvifStored) active = lk_onvif_legacy_read_active (self, cancellable, &failure);

  fields->server_option = LK_SERVER_OPTION_EXTERNAL;
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (active == NULL)
    return TRUE;
  fields->server_certificate = lk_onvif_stored_show (active);
  fields->server_status =
    active->certificate != NULL ? LK_SERVER_STATUS_VALID : LK_SERVER_STATUS_INVALID;
  if (active->certificate != NULL && lk_certificate_is_self_issued (active->certificate))
    fields->server_option = LK_SERVER_OPTION_SELF_SIGNED;
  return TRUE;
}

static gboolean
read_client (LkOnvifCamera *self, LkSslTabFields *fields, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkSoapReply) message =
    lk_onvif_camera_call (self, LK_ONVIF_GET_CLIENT_CERTIFICATE_MODE, NULL, cancellable, error);
  g_autoptr (GPtrArray) cas = NULL;

  if (message == NULL)
    return FALSE;
  fields->client_enabled = lk_soap_get_boolean (lk_soap_reply_get_content (message), "Enabled", FALSE);
  cas = list_cas (self, cancellable, error);
  if (cas == NULL)
    return FALSE;
  fields->trusted_capacity = LK_MAX_TRUSTED;
  for (guint i = 0; i < cas->len && i < LK_MAX_TRUSTED; i++)
    fields->trusted[i] = lk_onvif_stored_show (g_ptr_array_index (cas, i));
  return TRUE;
}

LkSslTab *
lk_onvif_legacy_read_tab (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  static const LkOnvifReader readers[] = { read_server, read_client, NULL };

  return lk_onvif_camera_read_with (self, readers, cancellable, error);
}

/* Trusted CA certificates */

static void
write_binary (LkSoapWriter *arguments, const char *element, GBytes *der)
{
  lk_soap_write_open (arguments, element);
  lk_soap_write_der (arguments, "tt:Data", der);
  lk_soap_write_close (arguments, element);
}

void
lk_onvif_legacy_write_certificate (LkSoapWriter *arguments,
                                   const char *element,
                                   const char *id,
                                   LkCertificate *certificate)
{
  lk_soap_write_open (arguments, element);
  lk_soap_write_text (arguments, "tt:CertificateID", id);
  write_binary (arguments, "tt:Certificate", lk_certificate_get_der (certificate));
  lk_soap_write_close (arguments, element);
}

static gboolean
load_ca (LkOnvifCamera *self, LkCertificate *certificate, GCancellable *cancellable, GError **error)
{
  g_autofree char *id = lk_onvif_legacy_make_id ("CA", certificate);
  LkSoapWriter *arguments = lk_soap_writer_new ();

  lk_onvif_legacy_write_certificate (arguments, "tds:CACertificate", id, certificate);
  return lk_onvif_camera_do (self, LK_ONVIF_LOAD_CA_CERTIFICATES, arguments, cancellable, error);
}

/* The new one first: there is no moment with none. */
gboolean
lk_onvif_legacy_import_ca (LkOnvifCamera *self,
                           guint slot,
                           LkCertificate *certificate,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GPtrArray) cas = list_cas (self, cancellable, error);
  const char *replaced;

  if (cas == NULL || !load_ca (self, certificate, cancellable, error))
    return FALSE;
  if (slot > cas->len)
    return TRUE;
  replaced = ((LkOnvifStored *)g_ptr_array_index (cas, slot - 1))->id;
  return lk_onvif_camera_tell (self, LK_ONVIF_DELETE_CERTIFICATES, "tds:CertificateID", replaced,
                               cancellable, error);
}

gboolean
lk_onvif_legacy_delete_ca (LkOnvifCamera *self,
                           guint slot,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GPtrArray) cas = list_cas (self, cancellable, error);
  const char *id;

  if (cas == NULL)
    return FALSE;
  if (slot < 1 || slot > cas->len)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "Trusted CA certificate %u is not set", slot);
      return FALSE;
    }
  id = ((LkOnvifStored *)g_ptr_array_index (cas, slot - 1))->id;
  return lk_onvif_camera_tell (self, LK_ONVIF_DELETE_CERTIFICATES, "tds:CertificateID", id, cancellable, error);
}

/* Server certificate */

static void
write_status (LkSoapWriter *arguments, const char *id, gboolean status)
{
  lk_soap_write_open (arguments, "tds:CertificateStatus");
  lk_soap_write_text (arguments, "tt:CertificateID", id);
  lk_soap_write_boolean (arguments, "tt:Status", status);
  lk_soap_write_close (arguments, "tds:CertificateStatus");
}

static LkOnvifStored *
find_id (GPtrArray *all, const char *id)
{
  for (guint i = 0; i < all->len; i++)
    if (g_strcmp0 (((LkOnvifStored *)g_ptr_array_index (all, i))->id, id) == 0)
      return g_ptr_array_index (all, i);
  return NULL;
}

static gboolean
has_key_of (const LkOnvifStored *one, const LkOnvifStored *other)
{
  return one != NULL && other != NULL && one->certificate != NULL && other->certificate != NULL &&
         g_str_equal (lk_certificate_get_spki_sha256 (one->certificate),
                      lk_certificate_get_spki_sha256 (other->certificate));
}

/* A camera may delete a key together with one of its certificates: what has the key that is in use
 * now stays, and what has the key of the one before goes with it. Only clean-up. */
static void
drop_old (LkOnvifCamera *self, const char *old_id, const char *new_id, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) all = lk_onvif_legacy_list_servers (self, cancellable, NULL);
  const LkOnvifStored *old = all != NULL ? find_id (all, old_id) : NULL;

  if (old == NULL || !g_str_has_prefix (old_id, LK_ONVIF_ALIAS) ||
      has_key_of (old, find_id (all, new_id)))
    return;
  for (guint i = 0; i < all->len; i++)
    {
      const LkOnvifStored *one = g_ptr_array_index (all, i);

      if (one == old || (g_str_has_prefix (one->id, LK_ONVIF_ALIAS) && has_key_of (one, old)))
        (void)lk_onvif_camera_tell (self, LK_ONVIF_DELETE_CERTIFICATES, "tds:CertificateID",
                                    one->id, cancellable, NULL);
    }
}

static gboolean
swap (LkOnvifCamera *self,
      const char *old_id,
      const char *new_id,
      GCancellable *cancellable,
      GError **error)
{
  LkSoapWriter *arguments = lk_soap_writer_new ();

  if (old_id != NULL)
    write_status (arguments, old_id, FALSE);
  write_status (arguments, new_id, TRUE);
  return lk_onvif_camera_do (self, LK_ONVIF_SET_CERTIFICATES_STATUS, arguments, cancellable, error);
}

/* Makes @new_id the one in use; the one before stays until lk_onvif_legacy_settle_server(). */
gboolean
lk_onvif_legacy_activate (LkOnvifCamera *self,
                          const char *new_id,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LkOnvifStored) old = lk_onvif_legacy_read_active (self, cancellable, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (old != NULL && g_strcmp0 (old->id, new_id) == 0)
    return TRUE;
  g_free (self->replaced_id);
  self->replaced_id = old != NULL ? g_strdup (old->id) : NULL;
  if (swap (self, self->replaced_id, new_id, cancellable, &failure))
    return TRUE;
  lk_onvif_explain_loss (failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
lk_onvif_legacy_settle_server (LkOnvifCamera *self,
                               gboolean keep,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autofree char *replaced = g_steal_pointer (&self->replaced_id);
  g_autoptr (GError) failure = NULL;
  g_autoptr (LkOnvifStored) now = NULL;

  if (replaced == NULL)
    return keep || lk_onvif_fail_nothing_replaced (error);
  now = lk_onvif_legacy_read_active (self, cancellable, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (now != NULL && g_strcmp0 (now->id, replaced) == 0)
    return TRUE; /* it was never replaced */
  if (!keep && !swap (self, now != NULL ? now->id : NULL, replaced, cancellable, error))
    return FALSE;
  if (now != NULL && keep)
    drop_old (self, replaced, now->id, cancellable);
  else if (now != NULL)
    drop_old (self, now->id, replaced, cancellable);
  return TRUE;
}

static gboolean
load_server (LkOnvifCamera *self,
             LkIdentity *identity,
             const char *id,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GBytes) key = lk_onvif_key_export (identity, error);
  LkSoapWriter *arguments;

  if (key == NULL)
    return FALSE;
  arguments = lk_soap_writer_new ();
  lk_soap_write_open (arguments, "tds:CertificateWithPrivateKey");
  lk_soap_write_text (arguments, "tt:CertificateID", id);
  write_binary (arguments, "tt:Certificate", lk_certificate_get_der (lk_identity_get_certificate (identity)));
  write_binary (arguments, "tt:PrivateKey", key);
  lk_soap_write_close (arguments, "tds:CertificateWithPrivateKey");
  lk_secret_wipe ((gpointer)g_bytes_get_data (key, NULL), g_bytes_get_size (key));
  self->packing = "sent as a single certificate and PKCS#8";
  return lk_onvif_camera_do (self, LK_ONVIF_LOAD_CERTIFICATE_WITH_PRIVATE_KEY, arguments,
                             cancellable, error);
}

gboolean
lk_onvif_legacy_import_server (LkOnvifCamera *self,
                               LkServerImport *import,
                               GCancellable *cancellable,
                               GError **error)
{
  LkIdentity *identity = lk_server_import_get_identity (import);
  g_autofree char *id = lk_onvif_legacy_make_id ("server", lk_identity_get_certificate (identity));

  if (!lk_onvif_key_may_travel (self, error))
    return FALSE;
  return load_server (self, identity, id, cancellable, error) &&
         lk_onvif_legacy_activate (self, id, cancellable, error);
}

gboolean
lk_onvif_legacy_delete_server (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LkOnvifStored) active = lk_onvif_legacy_read_active (self, cancellable, &failure);

  if (active == NULL)
    return lk_onvif_fail_no_server (g_steal_pointer (&failure), error);
  return lk_onvif_camera_tell (self, LK_ONVIF_DELETE_CERTIFICATES, "tds:CertificateID", active->id,
                               cancellable, error);
}

gboolean
lk_onvif_legacy_make (LkOnvifCamera *self,
                      const char *id,
                      const char *common_name,
                      guint days,
                      LkCertificate **certificate,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) to = NULL;
  g_autofree char *subject = g_strconcat ("CN=", common_name, NULL);
  g_autoptr (LkSoapReply) message = NULL;
  g_autoptr (GBytes) der = NULL;
  LkSoapWriter *arguments;

  if (!lk_onvif_device_choose_period (self, days, &from, &to, cancellable, error))
    return FALSE;
  arguments = lk_soap_writer_new ();
  lk_soap_write_text (arguments, "tds:CertificateID", id);
  lk_soap_write_text (arguments, "tds:Subject", subject);
  lk_soap_write_time (arguments, "tds:ValidNotBefore", from);
  lk_soap_write_time (arguments, "tds:ValidNotAfter", to);
  message = lk_onvif_camera_call (self, LK_ONVIF_CREATE_CERTIFICATE, arguments, cancellable, error);
  if (message == NULL)
    return FALSE;
  der = lk_soap_dup_bytes (lk_soap_reply_get_content (message), "NvtCertificate/Certificate/Data");
  *certificate = der != NULL ? lk_certificate_new_from_der (der, NULL) : NULL;
  return TRUE;
}

gboolean
lk_onvif_legacy_generate (LkOnvifCamera *self,
                          const char *common_name,
                          guint days,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autofree char *id = g_strdup_printf (LK_ONVIF_ALIAS "-self-%08x", g_random_int ());
  g_autoptr (LkCertificate) certificate = NULL;

  if (!lk_onvif_legacy_make (self, id, common_name, days, &certificate, cancellable, error))
    return FALSE;
  if (certificate != NULL)
    lk_connection_expect_key (lk_camera_get_connection (LK_CAMERA (self)), certificate);
  return lk_onvif_legacy_activate (self, id, cancellable, error);
}

gboolean
lk_onvif_legacy_set_client (LkOnvifCamera *self,
                            gboolean required,
                            GCancellable *cancellable,
                            GError **error)
{
  return lk_onvif_camera_tell (self, LK_ONVIF_SET_CLIENT_CERTIFICATE_MODE, "tds:Enabled",
                               required ? "true" : "false", cancellable, error);
}
