/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/onvif/lk-onvif-camera.h"

#include "base/lk-error.h"
#include "driver/onvif/lk-onvif-private.h"

#include <string.h>

#define DEVICE_PATH    "/onvif/device_service"
#define SECURITY       "http://www.onvif.org/ver10/advancedsecurity/wsdl"
#define MAX_PATH_BYTES 1024

/* A passphrase of our own protects what is sent, so the limit of the camera (40) is none for the
 * user's file. */
#define KEY_PASSWORD_MAX 50

G_DEFINE_FINAL_TYPE (LkOnvifCamera, lk_onvif_camera, LK_TYPE_CAMERA)

static const char *
lk_onvif_camera_get_driver (LkCamera *camera)
{
  return "onvif";
}

static LkCapabilities
lk_onvif_camera_get_capabilities (LkCamera *camera)
{
  const LkOnvifCapabilities *known = &LK_ONVIF_CAMERA (camera)->capabilities;
  gboolean legacy = !known->has_security;
  gboolean makes_keys = known->makes_ecc || (known->makes_rsa && known->rsa_bits > 0);
  LkCameraFeatures features = LK_CAMERA_GIVES_WHOLE_CERTIFICATES | LK_CAMERA_CAN_SET_CLOCK;

  if (legacy || known->client_authentication)
    features |= LK_CAMERA_HAS_CLIENT_AUTHENTICATION;
  if (legacy || known->pkcs12 || known->pkcs8)
    /* whatever the file is, it is packed anew */
    features |= LK_CAMERA_TAKES_PKCS12 | LK_CAMERA_TAKES_PEM_SERVER;
  if (legacy || (known->self_signed && makes_keys))
    features |= LK_CAMERA_CAN_GENERATE_SELF_SIGNED;
  if (legacy || (known->pkcs10 && makes_keys))
    features |= LK_CAMERA_CAN_CREATE_REQUEST;
  if (known->tells_versions && known->tls_versions != LK_TLS_NOT_TOLD)
    features |= LK_CAMERA_CAN_SET_TLS_VERSIONS;
  if (known->maps_cn && known->client_authentication)
    features |= LK_CAMERA_CAN_SET_CN_IS_USER;
  /* The server certificate cannot go while HTTPS is on, and HTTPS must not be turned off over
   * HTTPS. */
  if (g_str_has_prefix (lk_connection_get_uri (lk_camera_get_connection (camera)), "http:"))
    features |= LK_CAMERA_CAN_DELETE_SERVER;
  return (LkCapabilities){
    .features = features,
    .trusted_capacity = LK_MAX_TRUSTED,
    .key_password_max = KEY_PASSWORD_MAX,
    .pkcs12 = LK_PKCS12_READER_NONE,
  };
}

static LkCameraFacts *
lk_onvif_camera_read_facts (LkCamera *camera, GCancellable *cancellable, GError **error)
{
  return lk_onvif_device_read_facts (LK_ONVIF_CAMERA (camera), cancellable, error);
}

static GDateTime *
lk_onvif_camera_read_clock (LkCamera *camera, GCancellable *cancellable, GError **error)
{
  return lk_onvif_device_read_clock (LK_ONVIF_CAMERA (camera), cancellable, error);
}

static gboolean
lk_onvif_camera_set_clock (LkCamera *camera,
                           GDateTime *utc,
                           GCancellable *cancellable,
                           GError **error)
{
  return lk_onvif_device_set_clock (LK_ONVIF_CAMERA (camera), utc, cancellable, error);
}

LkSslTab *
lk_onvif_camera_read_with (LkOnvifCamera *self,
                           const LkOnvifReader *readers,
                           GCancellable *cancellable,
                           GError **error)
{
  LkSslTabFields fields = {
    .offered_ssl_functions = 1 << LK_SSL_FUNCTION_DISABLE | 1 << LK_SSL_FUNCTION_ENABLE |
                             1 << LK_SSL_FUNCTION_ENABLE_WITH_HTTP,
  };
  gboolean is_read = lk_onvif_device_read_function (self, &fields.ssl_function, cancellable, error);
  LkSslTab *tab = NULL;

  for (; *readers != NULL && is_read; readers++)
    is_read = (*readers) (self, &fields, cancellable, error);
  if (is_read)
    {
      /* There is one server certificate and no choice between two. */
      fields.offered_server_options = 1u << fields.server_option;
      tab = lk_ssl_tab_new (&fields);
    }
  g_clear_object (&fields.server_certificate);
  for (guint i = 0; i < LK_MAX_TRUSTED; i++)
    g_clear_object (&fields.trusted[i]);
  return tab;
}

static LkSslTab *
lk_onvif_camera_read_tab (LkCamera *camera, GCancellable *cancellable, GError **error)
{
  LkOnvifCamera *self = LK_ONVIF_CAMERA (camera);

  return self->capabilities.has_security ? lk_onvif_tls_read_tab (self, cancellable, error)
                                         : lk_onvif_legacy_read_tab (self, cancellable, error);
}

static gboolean
lk_onvif_camera_import_ca (LkCamera *camera,
                           guint slot,
                           LkCertificate *certificate,
                           GCancellable *cancellable,
                           GError **error)
{
  LkOnvifCamera *self = LK_ONVIF_CAMERA (camera);

  return self->capabilities.has_security
           ? lk_onvif_tls_import_ca (self, slot, certificate, cancellable, error)
           : lk_onvif_legacy_import_ca (self, slot, certificate, cancellable, error);
}

static gboolean
lk_onvif_camera_delete_ca (LkCamera *camera, guint slot, GCancellable *cancellable, GError **error)
{
  LkOnvifCamera *self = LK_ONVIF_CAMERA (camera);

  return self->capabilities.has_security
           ? lk_onvif_tls_delete_ca (self, slot, cancellable, error)
           : lk_onvif_legacy_delete_ca (self, slot, cancellable, error);
}

static gboolean
lk_onvif_camera_import_server (LkCamera *camera,
                               LkServerImport *import,
                               GCancellable *cancellable,
                               GError **error)
{
  LkOnvifCamera *self = LK_ONVIF_CAMERA (camera);

  return self->capabilities.has_security
           ? lk_onvif_tls_import_server (self, import, cancellable, error)
           : lk_onvif_legacy_import_server (self, import, cancellable, error);
}

static gboolean
lk_onvif_camera_delete_server (LkCamera *camera, GCancellable *cancellable, GError **error)
{
  LkOnvifCamera *self = LK_ONVIF_CAMERA (camera);

  return self->capabilities.has_security ? lk_onvif_tls_delete_server (self, cancellable, error)
                                         : lk_onvif_legacy_delete_server (self, cancellable, error);
}

static gboolean
lk_onvif_camera_settle_server (LkCamera *camera,
                               gboolean keep,
                               GCancellable *cancellable,
                               GError **error)
{
  LkOnvifCamera *self = LK_ONVIF_CAMERA (camera);

  return self->capabilities.has_security
           ? lk_onvif_tls_settle_server (self, keep, cancellable, error)
           : lk_onvif_legacy_settle_server (self, keep, cancellable, error);
}

gboolean
lk_onvif_fail_nothing_replaced (GError **error)
{
  g_set_error_literal (error, LK_ERROR, LK_ERROR_NOT_FOUND, "There was no server certificate before that could be put back");
  return FALSE;
}

static gboolean
lk_onvif_camera_generate_self_signed (
  LkCamera *camera, const char *common_name, guint days, GCancellable *cancellable, GError **error)
{
  LkOnvifCamera *self = LK_ONVIF_CAMERA (camera);

  return self->capabilities.has_security
           ? lk_onvif_tls_generate (self, common_name, days, cancellable, error)
           : lk_onvif_legacy_generate (self, common_name, days, cancellable, error);
}

static GBytes *
lk_onvif_camera_create_request (LkCamera *camera,
                                const char *common_name,
                                gboolean discards_earlier,
                                GCancellable *cancellable,
                                GError **error)
{
  LkOnvifCamera *self = LK_ONVIF_CAMERA (camera);

  return self->capabilities.has_security
           ? lk_onvif_tls_create_request (self, common_name, discards_earlier, cancellable, error)
           : lk_onvif_legacy_create_request (self, common_name, cancellable, error);
}

static gboolean
lk_onvif_camera_import_signed (LkCamera *camera,
                               GPtrArray *chain,
                               GCancellable *cancellable,
                               GError **error)
{
  LkOnvifCamera *self = LK_ONVIF_CAMERA (camera);

  return self->capabilities.has_security
           ? lk_onvif_tls_import_signed (self, chain, cancellable, error)
           : lk_onvif_legacy_import_signed (self, chain, cancellable, error);
}

static gboolean
set_client (LkOnvifCamera *self, gboolean required, GCancellable *cancellable, GError **error)
{
  return self->capabilities.has_security
           ? lk_onvif_tls_set_client (self, required, cancellable, error)
           : lk_onvif_legacy_set_client (self, required, cancellable, error);
}

/* What lets more people in goes first, what shuts them out last. */
static gboolean
lk_onvif_camera_apply (LkCamera *camera,
                       const LkTabChange *change,
                       GCancellable *cancellable,
                       GError **error)
{
  LkOnvifCamera *self = LK_ONVIF_CAMERA (camera);

  if (change->client_enabled == FALSE && !set_client (self, FALSE, cancellable, error))
    return FALSE;
  if (change->tls_versions != LK_TLS_NOT_TOLD &&
      !lk_onvif_tls_set_versions (self, change->tls_versions, cancellable, error))
    return FALSE;
  if (change->cn_is_user != LK_CN_KEEP &&
      !lk_onvif_tls_set_cn_is_user (self, change->cn_is_user == LK_CN_IS_USER, cancellable, error))
    return FALSE;
  if (change->ssl_function != LK_SSL_FUNCTION_UNKNOWN &&
      !lk_onvif_device_set_function (self, change->ssl_function, cancellable, error))
    return FALSE;
  return change->client_enabled != TRUE || set_client (self, TRUE, cancellable, error);
}

static LkCamera *
lk_onvif_camera_dup_fresh (LkCamera *camera, LkIdentity *identity)
{
  LkOnvifCamera *self = LK_ONVIF_CAMERA (camera);
  g_autoptr (LkConnection) connection =
    lk_connection_dup_fresh (lk_camera_get_connection (camera), identity);
  LkOnvifCamera *fresh = g_object_new (LK_TYPE_ONVIF_CAMERA, "connection", connection, NULL);

  fresh->device_path = g_strdup (self->device_path);
  fresh->security_path = g_strdup (self->security_path);
  fresh->capabilities = self->capabilities;
  fresh->always_logs_in = self->always_logs_in;
  fresh->uses_token = self->uses_token;
  fresh->knows_clock = self->knows_clock;
  fresh->clock_offset_s = self->clock_offset_s;
  return LK_CAMERA (fresh);
}

static void
lk_onvif_camera_finalize (GObject *object)
{
  LkOnvifCamera *self = LK_ONVIF_CAMERA (object);

  g_free (self->device_path);
  g_free (self->security_path);
  g_free (self->replaced_id);

  G_OBJECT_CLASS (lk_onvif_camera_parent_class)->finalize (object);
}

static void
lk_onvif_camera_class_init (LkOnvifCameraClass *klass)
{
  LkCameraClass *camera_class = LK_CAMERA_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lk_onvif_camera_finalize;
  camera_class->get_driver = lk_onvif_camera_get_driver;
  camera_class->get_capabilities = lk_onvif_camera_get_capabilities;
  camera_class->read_facts = lk_onvif_camera_read_facts;
  camera_class->read_tab = lk_onvif_camera_read_tab;
  camera_class->import_ca = lk_onvif_camera_import_ca;
  camera_class->delete_ca = lk_onvif_camera_delete_ca;
  camera_class->import_server = lk_onvif_camera_import_server;
  camera_class->delete_server = lk_onvif_camera_delete_server;
  camera_class->settle_server = lk_onvif_camera_settle_server;
  camera_class->generate_self_signed = lk_onvif_camera_generate_self_signed;
  camera_class->create_request = lk_onvif_camera_create_request;
  camera_class->import_signed = lk_onvif_camera_import_signed;
  camera_class->apply = lk_onvif_camera_apply;
  camera_class->read_clock = lk_onvif_camera_read_clock;
  camera_class->set_clock = lk_onvif_camera_set_clock;
  camera_class->dup_fresh = lk_onvif_camera_dup_fresh;
}

static void
lk_onvif_camera_init (LkOnvifCamera *self)
{
}

/* Opening */

/* Only the path of an address is taken: the camera must echo scheme and host, and where it does
 * not, it is mistaken or not to be trusted. */
static char *
dup_path (const xmlNode *service)
{
  g_autofree char *address = lk_soap_dup_text (service, "XAddr");
  g_autoptr (GUri) uri = address != NULL ? g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL) : NULL;
  const char *path = uri != NULL ? g_uri_get_path (uri) : NULL;

  if (path == NULL || path[0] != '/' || strlen (path) > MAX_PATH_BYTES)
    return NULL;
  return g_uri_get_query (uri) != NULL ? g_strconcat (path, "?", g_uri_get_query (uri), NULL)
                                       : g_strdup (path);
}

static const xmlNode *
find_service (const xmlNode *content, const char *namespace)
{
  for (const xmlNode *service = lk_soap_find (content, "Service"); service != NULL;
       service = lk_soap_next (service))
    {
      g_autofree char *name = lk_soap_dup_text (service, "Namespace");

      if (g_strcmp0 (name, namespace) == 0)
        return service;
    }
  return NULL;
}

static gboolean
read_capabilities (LkOnvifCamera *self,
                   const xmlNode *service,
                   GCancellable *cancellable,
                   GError **error)
{
  const xmlNode *node = lk_soap_find (service, "Capabilities");
  g_autoptr (LkSoapReply) message = NULL;

  /* Some cameras wrap the element in another of the same name. */
  if (lk_soap_find (node, "Capabilities") != NULL)
    node = lk_soap_find (node, "Capabilities");
  if (lk_soap_find (node, "KeystoreCapabilities") == NULL)
    {
      message =
        lk_onvif_camera_call (self, LK_ONVIF_GET_SERVICE_CAPABILITIES, NULL, cancellable, error);
      if (message == NULL)
        return FALSE;
      node = lk_soap_find (lk_soap_reply_get_content (message), "Capabilities");
    }
  lk_onvif_capabilities_read (&self->capabilities, node);
  return TRUE;
}

static gboolean
read_services (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkSoapReply) message = lk_onvif_camera_ask (
    self, LK_ONVIF_GET_SERVICES, "tds:IncludeCapability", "true", cancellable, error);
  const xmlNode *security;

  if (message == NULL)
    return FALSE;
  security = find_service (lk_soap_reply_get_content (message), SECURITY);
  if (security == NULL)
    return TRUE; /* an old one: device management has to do */
  self->security_path = dup_path (security);
  if (self->security_path == NULL)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, "The camera names no usable address of its security service");
      return FALSE;
    }
  return read_capabilities (self, security, cancellable, error);
}

/* Whatever answers otherwise than ONVIF does, to the first question. */
static gboolean
is_other_language (const GError *error)
{
  static const int codes[] = { LK_ERROR_BAD_DATA, LK_ERROR_REFUSED_BY_CAMERA,
                               LK_ERROR_UNSUPPORTED };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, LK_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

LkCamera *
lk_onvif_camera_open (LkConnection *connection,
                      const char *profile,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (LkOnvifCamera) self = NULL;
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (LK_IS_CONNECTION (connection), NULL);

  self = g_object_new (LK_TYPE_ONVIF_CAMERA, "connection", connection, NULL);
  self->device_path = g_strdup (DEVICE_PATH);
  if (read_services (self, cancellable, &failure))
    return LK_CAMERA (g_steal_pointer (&self));
  if (is_other_language (failure) && self->security_path == NULL)
    g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The camera does not answer as ONVIF: %s", failure->message);
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

const char *
lk_onvif_camera_get_packing (LkOnvifCamera *self)
{
  g_return_val_if_fail (LK_IS_ONVIF_CAMERA (self), NULL);
  return self->packing;
}
