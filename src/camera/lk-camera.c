/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera.h"

#include "base/lk-error.h"
#include "camera/lk-camera-private.h"

typedef struct
{
  LkConnection *connection;
  LkStore *store;
  char *camera_id;
  gboolean plain_key;
} LkCameraPrivate;

enum
{
  PROP_0,
  PROP_CONNECTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (LkCamera, lk_camera, G_TYPE_OBJECT)

static gboolean
fail_unsupported (const char *what, GError **error)
{
  g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "This camera cannot be asked to %s", what);
  return FALSE;
}

/* The defaults */

static const char *
default_get_driver (LkCamera *self)
{
  return "none";
}

static LkCapabilities
default_get_capabilities (LkCamera *self)
{
  return (LkCapabilities){ 0 };
}

static LkCameraFacts *
default_read_facts (LkCamera *self, GCancellable *cancellable, GError **error)
{
  (void)fail_unsupported ("say what it is", error); /* sets the error */
  return NULL;
}

static LkSslTab *
default_read_tab (LkCamera *self, GCancellable *cancellable, GError **error)
{
  (void)fail_unsupported ("show its [SSL] tab", error); /* sets the error */
  return NULL;
}

static gboolean
default_import_ca (
  LkCamera *self, guint slot, LkCertificate *certificate, GCancellable *cancellable, GError **error)
{
  return fail_unsupported ("import a trusted CA certificate", error);
}

static gboolean
default_delete_ca (LkCamera *self, guint slot, GCancellable *cancellable, GError **error)
{
  return fail_unsupported ("delete a trusted CA certificate", error);
}

static gboolean
default_import_server (LkCamera *self,
                       LkServerImport *import,
                       GCancellable *cancellable,
                       GError **error)
{
  return fail_unsupported ("import a server certificate", error);
}

static gboolean
default_delete_server (LkCamera *self, GCancellable *cancellable, GError **error)
{
  return fail_unsupported ("delete its server certificate", error);
}

static gboolean
default_settle_server (LkCamera *self, gboolean keep, GCancellable *cancellable, GError **error)
{
  return keep || fail_unsupported ("put the server certificate back that was replaced", error);
}

static gboolean
default_set_key_password (LkCamera *self,
                          LkSecret *password,
                          GCancellable *cancellable,
                          GError **error)
{
  return fail_unsupported ("keep a private key password", error);
}

static gboolean
default_generate_self_signed (
  LkCamera *self, const char *common_name, guint days, GCancellable *cancellable, GError **error)
{
  return fail_unsupported ("make a self-signed certificate", error);
}

static GBytes *
default_create_request (LkCamera *self,
                        const char *common_name,
                        gboolean discards_earlier,
                        GCancellable *cancellable,
                        GError **error)
{
  (void)fail_unsupported ("make a key and a request for it", error); /* sets the error */
  return NULL;
}

static gboolean
default_import_signed (LkCamera *self, GPtrArray *chain, GCancellable *cancellable, GError **error)
{
  return fail_unsupported ("take a certificate for a key of its own", error);
}

static gboolean
default_apply (LkCamera *self, const LkTabChange *change, GCancellable *cancellable, GError **error)
{
  return fail_unsupported ("change the settings of the [SSL] tab", error);
}

static GDateTime *
default_read_clock (LkCamera *self, GCancellable *cancellable, GError **error)
{
  (void)fail_unsupported ("tell the time", error); /* sets the error */
  return NULL;
}

static gboolean
default_set_clock (LkCamera *self, GDateTime *utc, GCancellable *cancellable, GError **error)
{
  return fail_unsupported ("set its clock", error);
}

static void
lk_camera_finalize (GObject *object)
{
  LkCameraPrivate *priv = lk_camera_get_instance_private (LK_CAMERA (object));

  g_clear_object (&priv->connection);
  g_clear_object (&priv->store);
  g_free (priv->camera_id);

  G_OBJECT_CLASS (lk_camera_parent_class)->finalize (object);
}

static void
lk_camera_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  LkCameraPrivate *priv = lk_camera_get_instance_private (LK_CAMERA (object));

  if (id == PROP_CONNECTION)
    g_value_set_object (value, priv->connection);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
lk_camera_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  LkCameraPrivate *priv = lk_camera_get_instance_private (LK_CAMERA (object));

  if (id == PROP_CONNECTION)
    priv->connection = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
lk_camera_class_init (LkCameraClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lk_camera_finalize;
  object_class->get_property = lk_camera_get_property;
  object_class->set_property = lk_camera_set_property;

  klass->get_driver = default_get_driver;
  klass->get_capabilities = default_get_capabilities;
  klass->read_facts = default_read_facts;
  klass->read_tab = default_read_tab;
  klass->import_ca = default_import_ca;
  klass->delete_ca = default_delete_ca;
  klass->import_server = default_import_server;
  klass->delete_server = default_delete_server;
  klass->settle_server = default_settle_server;
  klass->set_key_password = default_set_key_password;
  klass->generate_self_signed = default_generate_self_signed;
  klass->create_request = default_create_request;
  klass->import_signed = default_import_signed;
  klass->apply = default_apply;
  klass->read_clock = default_read_clock;
  klass->set_clock = default_set_clock;

  /* Drivers construct with it: g_object_new (TYPE, "connection", connection, NULL). */
  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, LK_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_camera_init (LkCamera *self)
{
}

LkConnection *
lk_camera_get_connection (LkCamera *self)
{
  LkCameraPrivate *priv = lk_camera_get_instance_private (self);

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  return priv->connection;
}

const char *
lk_camera_get_driver (LkCamera *self)
{
  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  return LK_CAMERA_GET_CLASS (self)->get_driver (self);
}

LkCapabilities
lk_camera_get_capabilities (LkCamera *self)
{
  g_return_val_if_fail (LK_IS_CAMERA (self), (LkCapabilities){ 0 });
  return LK_CAMERA_GET_CLASS (self)->get_capabilities (self);
}

void
lk_camera_set_store (LkCamera *self, LkStore *store, const char *camera_id)
{
  LkCameraPrivate *priv = lk_camera_get_instance_private (self);

  g_return_if_fail (LK_IS_CAMERA (self));
  g_return_if_fail (store == NULL || camera_id != NULL);

  g_set_object (&priv->store, store);
  g_free (priv->camera_id);
  priv->camera_id = g_strdup (camera_id);
}

void
lk_camera_allow_plain_key (LkCamera *self, gboolean allow)
{
  LkCameraPrivate *priv = lk_camera_get_instance_private (self);

  g_return_if_fail (LK_IS_CAMERA (self));
  priv->plain_key = allow;
}

gboolean
lk_camera_allows_plain_key (LkCamera *self)
{
  LkCameraPrivate *priv = lk_camera_get_instance_private (self);

  return priv->plain_key;
}

gboolean
lk_camera_record (LkCamera *self, const char *purpose, LkCertificate *certificate, GError **error)
{
  LkCameraPrivate *priv = lk_camera_get_instance_private (self);

  if (priv->store == NULL)
    return TRUE;
  return lk_store_add_certificate (priv->store, priv->camera_id, purpose, certificate, error);
}

LkCamera *
lk_camera_dup_fresh (LkCamera *self, LkIdentity *identity)
{
  LkCameraPrivate *priv = lk_camera_get_instance_private (self);
  LkCamera *fresh;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  g_return_val_if_fail (LK_CAMERA_GET_CLASS (self)->dup_fresh != NULL, NULL);

  fresh = LK_CAMERA_GET_CLASS (self)->dup_fresh (self, identity);
  if (fresh != NULL && priv->store != NULL)
    lk_camera_set_store (fresh, priv->store, priv->camera_id);
  return fresh;
}

LkCameraFacts *
lk_camera_read_facts (LkCamera *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  return LK_CAMERA_GET_CLASS (self)->read_facts (self, cancellable, error);
}

GDateTime *
lk_camera_read_clock (LkCamera *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  return LK_CAMERA_GET_CLASS (self)->read_clock (self, cancellable, error);
}

gboolean
lk_camera_set_clock (LkCamera *self, GDateTime *utc, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (LK_IS_CAMERA (self), FALSE);
  g_return_val_if_fail (utc != NULL, FALSE);
  return LK_CAMERA_GET_CLASS (self)->set_clock (self, utc, cancellable, error);
}

/* @shown with its whole certificate where exactly one of those that were sent has all of its
 * fields. Two that cannot be told apart by what the camera shows are no certainty, so neither is
 * taken. */
static LkTabCertificate *
find_whole (LkTabCertificate *shown, GPtrArray *sent)
{
  g_autoptr (LkTabCertificate) found = NULL;

  for (guint i = 0; i < sent->len; i++)
    {
      LkCertificate *certificate = g_ptr_array_index (sent, i);
      g_autoptr (LkTabCertificate) matched = lk_tab_certificate_match (shown, certificate);

      if (matched == NULL)
        continue;
      if (found != NULL &&
          !lk_certificate_equal (lk_tab_certificate_get_certificate (found), certificate))
        return NULL;
      g_set_object (&found, matched);
    }
  return g_steal_pointer (&found);
}

/* Puts the whole certificate in place; @holder keeps it alive. */
static void
make_whole (LkTabCertificate **shown, GPtrArray *sent, GPtrArray *holder)
{
  LkTabCertificate *whole;

  if (*shown == NULL || lk_tab_certificate_get_certificate (*shown) != NULL)
    return;
  whole = find_whole (*shown, sent);
  if (whole == NULL)
    return;
  g_ptr_array_add (holder, whole);
  *shown = whole;
}

/* The camera shows four fields; the store may know the whole certificate. That it cannot be read
 * now is no reason not to show the tab. */
static LkSslTab *
complete_tab (LkCamera *self, LkSslTab *tab)
{
  LkCameraPrivate *priv = lk_camera_get_instance_private (self);
  LkSslTabFields fields = *lk_ssl_tab_get_fields (tab);
  g_autoptr (GPtrArray) holder = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (LkCertificate) peer = lk_connection_dup_peer_certificate (priv->connection);

  if (priv->store != NULL)
    sent = lk_store_list_certificates (priv->store, priv->camera_id, NULL);
  if (sent == NULL)
    sent = g_ptr_array_new ();
  for (guint i = 0; i < LK_MAX_TRUSTED; i++)
    make_whole (&fields.trusted[i], sent, holder);
  make_whole (&fields.server_certificate, sent, holder);
  if (peer != NULL)
    {
      g_autoptr (GPtrArray) shown_in_tls = g_ptr_array_new ();

      g_ptr_array_add (shown_in_tls, peer);
      make_whole (&fields.server_certificate, shown_in_tls, holder);
    }
  return lk_ssl_tab_new (&fields);
}

LkSslTab *
lk_camera_read_tab (LkCamera *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkSslTab) tab = NULL;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);

  tab = LK_CAMERA_GET_CLASS (self)->read_tab (self, cancellable, error);
  return tab != NULL ? complete_tab (self, tab) : NULL;
}
