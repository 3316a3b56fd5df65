/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-session-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (LkCameraSession, lk_camera_session, G_TYPE_OBJECT)

static GParamSpec *properties[LK_SESSION_N_PROPS];
static guint finished_signal;

void
lk_camera_session_notify (LkCameraSession *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
lk_camera_session_notify_status (LkCameraSession *self)
{
  lk_camera_session_notify (self, LK_SESSION_PROP_STATUS_TEXT);
  lk_camera_session_notify (self, LK_SESSION_PROP_STATUS_ICON);
  lk_camera_session_notify (self, LK_SESSION_PROP_STATUS_STYLE);
}

void
lk_camera_session_emit_finished (LkCameraSession *self, LkCameraAction action, const GError *error)
{
  g_signal_emit (self, finished_signal, 0, (guint)action, error);
}

static LkSessionStatus
describe_status (LkCameraSession *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  LkSessionStatus status = lk_session_status_describe (self->tab, self->error, now);

  if (self->job != NULL && self->tab == NULL)
    {
      g_free (status.text);
      return (LkSessionStatus){ LK_STATUS_NEUTRAL, "content-loading-symbolic", g_strdup (_ ("Reading…")) };
    }
  if (self->interruption != 0)
    {
      g_free (status.text);
      return (LkSessionStatus){ LK_STATUS_WARNING, "dialog-warning-symbolic", g_strdup (_ ("Interrupted change")) };
    }
  return status;
}

static void
get_status_property (LkCameraSession *self, guint id, GValue *value)
{
  LkSessionStatus status = describe_status (self);

  if (id == LK_SESSION_PROP_STATUS_TEXT)
    g_value_set_string (value, status.text);
  else if (id == LK_SESSION_PROP_STATUS_ICON)
    g_value_set_static_string (value, status.icon_name);
  else
    g_value_set_static_string (value, lk_status_level_get_style (status.level));
  g_free (status.text);
}

static void
lk_camera_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LkCameraSession *self = LK_CAMERA_SESSION (object);

  switch (id)
    {
    case LK_SESSION_PROP_RECORD:
      g_value_set_object (value, self->record);
      break;
    case LK_SESSION_PROP_NAME:
      g_value_take_string (value, lk_camera_session_dup_name (self));
      break;
    case LK_SESSION_PROP_TAB:
      g_value_set_object (value, self->tab);
      break;
    case LK_SESSION_PROP_FACTS:
      g_value_set_object (value, self->facts);
      break;
    case LK_SESSION_PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case LK_SESSION_PROP_PENDING:
      g_value_set_boolean (value, lk_camera_session_is_pending (self));
      break;
    case LK_SESSION_PROP_BUSY:
      g_value_set_boolean (value, self->job != NULL);
      break;
    case LK_SESSION_PROP_PROGRESS_TEXT:
      g_value_set_static_string (
        value, self->job != NULL ? lk_camera_action_get_progress_text (self->action) : "");
      break;
    case LK_SESSION_PROP_STATUS_TEXT:
    case LK_SESSION_PROP_STATUS_ICON:
    case LK_SESSION_PROP_STATUS_STYLE:
      get_status_property (self, id, value);
      break;
    case LK_SESSION_PROP_SUBTITLE:
      g_value_take_string (
        value, lk_session_status_dup_subtitle (self->facts, self->driver,
                                               lk_camera_record_get_fields (self->record)->uri));
      break;
    case LK_SESSION_PROP_INTERRUPTION:
      g_value_set_int64 (value, self->interruption);
      break;
    case LK_SESSION_PROP_IDENTITY:
      g_value_set_object (value, self->identity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
lk_camera_session_dispose (GObject *object)
{
  LkCameraSession *self = LK_CAMERA_SESSION (object);

  if (self->job != NULL)
    g_cancellable_cancel (self->job);
  G_OBJECT_CLASS (lk_camera_session_parent_class)->dispose (object);
}

static void
lk_camera_session_finalize (GObject *object)
{
  LkCameraSession *self = LK_CAMERA_SESSION (object);

  g_clear_object (&self->record);
  g_clear_object (&self->store);
  g_clear_object (&self->log);
  g_clear_pointer (&self->password, lk_secret_unref);
  g_clear_object (&self->identity);
  g_clear_object (&self->expected);
  g_clear_object (&self->tab);
  g_clear_object (&self->facts);
  g_clear_object (&self->peer);
  g_clear_error (&self->error);
  g_clear_object (&self->job);
  g_clear_object (&self->guarded);
  G_OBJECT_CLASS (lk_camera_session_parent_class)->finalize (object);
}

static void
lk_camera_session_class_init (LkCameraSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = lk_camera_session_dispose;
  object_class->finalize = lk_camera_session_finalize;
  object_class->get_property = lk_camera_session_get_property;

  properties[LK_SESSION_PROP_RECORD] =
    g_param_spec_object ("record", NULL, NULL, LK_TYPE_CAMERA_RECORD, flags);
  properties[LK_SESSION_PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[LK_SESSION_PROP_TAB] = g_param_spec_object ("tab", NULL, NULL, LK_TYPE_SSL_TAB, flags);
  properties[LK_SESSION_PROP_FACTS] =
    g_param_spec_object ("facts", NULL, NULL, LK_TYPE_CAMERA_FACTS, flags);
  properties[LK_SESSION_PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[LK_SESSION_PROP_PENDING] = g_param_spec_boolean ("pending", NULL, NULL, FALSE, flags);
  properties[LK_SESSION_PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[LK_SESSION_PROP_PROGRESS_TEXT] = g_param_spec_string ("progress-text", NULL, NULL, NULL, flags);
  properties[LK_SESSION_PROP_STATUS_TEXT] = g_param_spec_string ("status-text", NULL, NULL, NULL, flags);
  properties[LK_SESSION_PROP_STATUS_ICON] = g_param_spec_string ("status-icon", NULL, NULL, NULL, flags);
  properties[LK_SESSION_PROP_STATUS_STYLE] = g_param_spec_string ("status-style", NULL, NULL, NULL, flags);
  properties[LK_SESSION_PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[LK_SESSION_PROP_INTERRUPTION] =
    g_param_spec_int64 ("interruption", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[LK_SESSION_PROP_IDENTITY] =
    g_param_spec_object ("identity", NULL, NULL, LK_TYPE_IDENTITY, flags);
  g_object_class_install_properties (object_class, LK_SESSION_N_PROPS, properties);

  finished_signal = g_signal_new ("finished", LK_TYPE_CAMERA_SESSION, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_ERROR);
}

static void
lk_camera_session_init (LkCameraSession *self)
{
  self->change = LK_TAB_CHANGE_KEEP;
  self->log = lk_log_new ();
}

LkCameraSession *
lk_camera_session_new (LkCameraRecord *record, LkStore *store)
{
  LkCameraSession *self;

  g_return_val_if_fail (LK_IS_CAMERA_RECORD (record), NULL);

  self = g_object_new (LK_TYPE_CAMERA_SESSION, NULL);
  self->record = g_object_ref (record);
  g_set_object (&self->store, store);
  return self;
}

LkCameraRecord *
lk_camera_session_get_record (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);
  return self->record;
}

char *
lk_camera_session_dup_name (LkCameraSession *self)
{
  const LkCameraRecordFields *fields;

  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);

  fields = lk_camera_record_get_fields (self->record);
  return g_strdup (fields->name != NULL && *fields->name != '\0' ? fields->name : fields->uri);
}

void
lk_camera_session_set_interruption (LkCameraSession *self, gint64 row)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  if (self->interruption == row)
    return;
  self->interruption = row;
  lk_camera_session_notify (self, LK_SESSION_PROP_INTERRUPTION);
  lk_camera_session_notify_status (self);
}

gint64
lk_camera_session_get_interruption (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), 0);
  return self->interruption;
}

LkStore *
lk_camera_session_get_store (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);
  return self->store;
}

LkLog *
lk_camera_session_get_log (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);
  return self->log;
}

LkSslTab *
lk_camera_session_get_tab (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);
  return self->tab;
}

LkCameraFacts *
lk_camera_session_get_facts (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);
  return self->facts;
}

LkCapabilities
lk_camera_session_get_capabilities (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), ((LkCapabilities){ 0 }));
  return self->capabilities;
}

const GError *
lk_camera_session_get_error (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);
  return self->error;
}

LkCertificate *
lk_camera_session_get_peer (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);
  return self->peer;
}

gboolean
lk_camera_session_is_busy (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), FALSE);
  return self->job != NULL;
}
