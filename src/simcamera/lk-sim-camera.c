/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-camera.h"

#include "base/lk-error.h"
#include "simcamera/lk-sim-auth.h"
#include "simcamera/lk-sim-cgi.h"
#include "simcamera/lk-sim-discovery.h"
#include "simcamera/lk-sim-faults.h"
#include "simcamera/lk-sim-onvif.h"
#include "simcamera/lk-sim-record.h"
#include "simcamera/lk-sim-server.h"
#include "simcamera/lk-sim-state.h"

#define DEFAULT_NONCE_LIFETIME_S 300
#define DEFAULT_DOWN_MS          3000
#define DEFAULT_DATE_FORMAT      "%Y-%m-%d %H:%M:%S"

struct _LkSimCamera
{
  GObject parent_instance;

  LkSncProfile *profile;
  LkSimRecord *record;
  LkSimState *state;
  LkSimAuth *auth;
  LkSimFaults *faults;
  LkSimServer *server;
  LkSimDiscovery *discovery; /* (nullable) */
  char *uri;
  char *http_uri;
};

G_DEFINE_FINAL_TYPE (LkSimCamera, lk_sim_camera, G_TYPE_OBJECT)

static void
lk_sim_camera_finalize (GObject *object)
{
  LkSimCamera *self = LK_SIM_CAMERA (object);

  /* The server first: its threads use the rest. */
  g_clear_pointer (&self->discovery, lk_sim_discovery_free);
  g_clear_pointer (&self->server, lk_sim_server_free);
  g_clear_pointer (&self->faults, lk_sim_faults_free);
  g_clear_pointer (&self->auth, lk_sim_auth_free);
  g_clear_pointer (&self->state, lk_sim_state_free);
  g_clear_pointer (&self->record, lk_sim_record_unref);
  g_clear_object (&self->profile);
  g_free (self->uri);
  g_free (self->http_uri);

  G_OBJECT_CLASS (lk_sim_camera_parent_class)->finalize (object);
}

static void
lk_sim_camera_class_init (LkSimCameraClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_sim_camera_finalize;
}

static void
lk_sim_camera_init (LkSimCamera *self)
{
  self->faults = lk_sim_faults_new ();
}

static LkSncProfile *
choose_profile (const LkSimCameraOptions *options, GError **error)
{
  g_autoptr (GPtrArray) profiles = NULL;
  LkSncProfile *newest = NULL;

  if (options->profile != NULL)
    return g_object_ref (options->profile);
  if (options->model != NULL)
    return lk_snc_profile_find_for_model (options->model, error);
  /* Any will do: the one whose camera has the newest firmware. */
  profiles = lk_snc_profile_list (NULL);
  for (guint i = 0; i < profiles->len; i++)
    {
      LkSncProfile *profile = g_ptr_array_index (profiles, i);

      if (newest == NULL || g_strcmp0 (lk_snc_profile_get_simulation (profile, "Firmware"),
                                       lk_snc_profile_get_simulation (newest, "Firmware")) > 0)
        newest = profile;
    }
  if (newest == NULL)
    g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "There is no device profile");
  return newest != NULL ? g_object_ref (newest) : NULL;
}

static const char *
first_of (const char *a, const char *b, const char *c)
{
  return a != NULL ? a : b != NULL ? b
                                   : c;
}

static gboolean
make_state (LkSimCamera *self, const LkSimCameraOptions *options, const char *model, GError **error)
{
  LkSncLimits limits = lk_snc_profile_get_limits (self->profile);
  const LkSimStateOptions state_options = {
    .folder = options->state_folder,
    .model = model,
    .firmware = first_of (options->firmware,
                          lk_snc_profile_get_simulation (self->profile, "Firmware"), "3.0.0"),
    .date_format = first_of (lk_snc_profile_get_simulation (self->profile, "DateFormat"),
                             DEFAULT_DATE_FORMAT, NULL),
    .need_password = first_of (
      lk_snc_profile_get_value (self->profile, LK_SNC_FIELD_SERVER_SUBJECT, "need-password"), "",
      NULL),
    .slots = limits.trusted_slots,
    .key_password_max = limits.key_password_max,
    .first_ssl = options->has_http ? LK_SIM_SSL_ENABLE_WITH_HTTP : LK_SIM_SSL_ENABLE,
    .clock_offset_s = options->has_clock_offset ? &options->clock_offset_s : NULL,
  };

  self->state = lk_sim_state_new (&state_options, self->record, error);
  return self->state != NULL;
}

static void
make_auth (LkSimCamera *self, const LkSimCameraOptions *options, const char *model)
{
  static const LkSimDigest digests[] = {
    [LK_SIM_LOGIN_MD5] = LK_SIM_DIGEST_MD5,
    [LK_SIM_LOGIN_SHA256] = LK_SIM_DIGEST_SHA256,
    [LK_SIM_LOGIN_BOTH] = LK_SIM_DIGEST_MD5 | LK_SIM_DIGEST_SHA256,
  };
  g_autoptr (LkSecret) password = options->password != NULL
                                    ? lk_secret_ref (options->password)
                                    : lk_secret_new (LK_SIM_DEFAULT_PASSWORD, -1);

  self->auth = lk_sim_auth_new (
    model, first_of (options->user, LK_SIM_DEFAULT_USER, NULL), password, digests[options->login],
    options->nonce_lifetime_s > 0 ? options->nonce_lifetime_s : DEFAULT_NONCE_LIFETIME_S);
}

static gboolean
add_onvif (LkSimCamera *self, const LkSimCameraOptions *options, GError **error)
{
  g_autoptr (LkSecret) password = options->password != NULL
                                    ? lk_secret_ref (options->password)
                                    : lk_secret_new (LK_SIM_DEFAULT_PASSWORD, -1);
  const LkSimOnvifOptions onvif_options = {
    .user = first_of (options->user, LK_SIM_DEFAULT_USER, NULL),
    .password = password,
    .quirks = options->onvif_quirks,
    .messages = options->onvif_messages,
  };
  LkSimFace *face = lk_sim_onvif_new (&onvif_options, self->state, error);

  if (face == NULL)
    return FALSE;
  lk_sim_server_add_face (self->server, face);
  return TRUE;
}

static gboolean
make_server (LkSimCamera *self, const LkSimCameraOptions *options, GError **error)
{
  const LkSimServerOptions server_options = {
    .port = options->port,
    .http_port = options->has_http ? options->http_port : -1,
    .down_ms = options->down_ms > 0 ? options->down_ms : DEFAULT_DOWN_MS,
  };

  self->server =
    lk_sim_server_new (&server_options, self->state, self->auth, self->faults, self->record, error);
  if (self->server == NULL)
    return FALSE;
  if (options->onvif && !add_onvif (self, options, error))
    return FALSE;
  lk_sim_server_add_face (self->server, lk_sim_cgi_new (self->profile, self->state));
  self->uri = g_strdup_printf ("https://127.0.0.1:%u", lk_sim_server_get_port (self->server));
  if (options->has_http)
    self->http_uri = g_strdup_printf ("http://127.0.0.1:%u", lk_sim_server_get_http_port (self->server));
  return TRUE;
}

/* Plain HTTP first, where there is any: an old client takes the first address that it is told. */
static gboolean
make_discovery (LkSimCamera *self, const char *model, GError **error)
{
  g_autofree char *http = self->http_uri != NULL
                            ? g_strconcat (self->http_uri, LK_SIM_ONVIF_PATH " ", NULL)
                            : g_strdup ("");
  g_autofree char *xaddrs = g_strconcat (http, self->uri, LK_SIM_ONVIF_PATH, NULL);

  self->discovery = lk_sim_discovery_new (model, xaddrs, error);
  return self->discovery != NULL;
}

LkSimCamera *
lk_sim_camera_new (const LkSimCameraOptions *options, GError **error)
{
  g_autoptr (LkSimCamera) self = g_object_new (LK_TYPE_SIM_CAMERA, NULL);
  const char *model;

  g_return_val_if_fail (options != NULL, NULL);

  for (guint i = 0; options->faults != NULL && options->faults[i] != NULL; i++)
    if (!lk_sim_faults_add (self->faults, options->faults[i], error))
      return NULL;
  self->profile = choose_profile (options, error);
  if (self->profile == NULL)
    return NULL;
  model = first_of (options->model, lk_snc_profile_get_simulation (self->profile, "Model"), "Simulated");
  self->record = lk_sim_record_new (options->record_path, error);
  if (self->record == NULL || !make_state (self, options, model, error))
    return NULL;
  make_auth (self, options, model);
  if (!make_server (self, options, error) ||
      (options->discoverable && !make_discovery (self, model, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
lk_sim_camera_start (LkSimCamera *self)
{
  g_return_if_fail (LK_IS_SIM_CAMERA (self));

  lk_sim_server_start (self->server);
}

void
lk_sim_camera_stop (LkSimCamera *self)
{
  g_return_if_fail (LK_IS_SIM_CAMERA (self));

  lk_sim_server_stop (self->server);
}

const char *
lk_sim_camera_get_uri (LkSimCamera *self)
{
  g_return_val_if_fail (LK_IS_SIM_CAMERA (self), NULL);

  return self->uri;
}

const char *
lk_sim_camera_get_http_uri (LkSimCamera *self)
{
  g_return_val_if_fail (LK_IS_SIM_CAMERA (self), NULL);

  return self->http_uri;
}

char *
lk_sim_camera_dup_pin (LkSimCamera *self)
{
  g_autofree char *pin = NULL;

  g_return_val_if_fail (LK_IS_SIM_CAMERA (self), NULL);

  pin = lk_sim_state_dup_pin (self->state);
  return g_strconcat ("sha256:", pin, NULL);
}

GPtrArray *
lk_sim_camera_list_record (LkSimCamera *self)
{
  g_return_val_if_fail (LK_IS_SIM_CAMERA (self), NULL);

  return lk_sim_record_list (self->record);
}

gboolean
lk_sim_camera_add_fault (LkSimCamera *self, const char *specification, GError **error)
{
  g_return_val_if_fail (LK_IS_SIM_CAMERA (self), FALSE);

  return lk_sim_faults_add (self->faults, specification, error);
}

void
lk_sim_camera_clear_faults (LkSimCamera *self)
{
  g_return_if_fail (LK_IS_SIM_CAMERA (self));

  lk_sim_faults_clear (self->faults);
}

void
lk_sim_camera_set_clock_offset (LkSimCamera *self, gint64 offset_s)
{
  g_return_if_fail (LK_IS_SIM_CAMERA (self));

  lk_sim_state_set_clock_offset (self->state, offset_s);
}

void
lk_sim_camera_reboot (LkSimCamera *self, guint down_ms)
{
  g_return_if_fail (LK_IS_SIM_CAMERA (self));

  lk_sim_server_reboot (self->server, down_ms);
}

void
lk_sim_camera_close_connections (LkSimCamera *self)
{
  g_return_if_fail (LK_IS_SIM_CAMERA (self));

  lk_sim_server_close_connections (self->server, NULL);
}

void
lk_sim_camera_change_key (LkSimCamera *self)
{
  g_return_if_fail (LK_IS_SIM_CAMERA (self));

  lk_sim_state_change_key (self->state);
}
