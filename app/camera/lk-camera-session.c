/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-session.h"

#include "base/lk-error.h"
#include "base/lk-job.h"

#include <glib/gi18n.h>

/* A clock that differs by no more than this is in step. */
#define CLOCK_TOLERANCE_S 60

struct _LkCameraSession
{
  GObject parent_instance;

  LkCameraRecord *record;
  LkStore *store;
  LkLog *log;
  LkSecret *password;
  LkIdentity *identity;
  /* a server certificate that we gave the camera, until its key was seen */
  LkCertificate *expected;
  gboolean keyring;
  gboolean claimed; /* somebody opens the personal certificate */
  gint64 interruption;

  LkSslTab *tab;
  LkCameraFacts *facts;
  LkCapabilities capabilities;
  LkCertificate *peer;
  GError *error;
  LkTabChange change;

  GCancellable *job; /* of the action that runs; NULL: none */
  LkCameraAction action;
};

enum
{
  PROP_0,
  PROP_RECORD,
  PROP_NAME,
  PROP_TAB,
  PROP_FACTS,
  PROP_ERROR,
  PROP_PENDING,
  PROP_BUSY,
  PROP_PROGRESS_TEXT,
  PROP_STATUS_TEXT,
  PROP_STATUS_ICON,
  PROP_STATUS_STYLE,
  PROP_SUBTITLE,
  PROP_INTERRUPTION,
  PROP_IDENTITY,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (LkCameraSession, lk_camera_session, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint finished_signal;

static void
notify (LkCameraSession *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
notify_status (LkCameraSession *self)
{
  notify (self, PROP_STATUS_TEXT);
  notify (self, PROP_STATUS_ICON);
  notify (self, PROP_STATUS_STYLE);
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

static char *
describe_span (gint64 seconds)
{
  gint64 minutes = seconds / 60;
  gint64 hours = minutes / 60;
  gint64 days = hours / 24;

  if (hours < 2)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong)minutes), (int)minutes);
  if (days < 2)
    return g_strdup_printf (ngettext ("%d hour", "%d hours", (gulong)hours), (int)hours);
  return g_strdup_printf (ngettext ("%d day", "%d days", (gulong)days), (int)days);
}

static char *
describe_clock (const LkCameraFactsFields *facts)
{
  g_autofree char *span = describe_span (ABS (facts->clock_offset_s));

  if (ABS (facts->clock_offset_s) <= CLOCK_TOLERANCE_S)
    return g_strdup (_ ("clock in step"));
  if (facts->clock_offset_s > 0)
    /* Translators: %s is a span of time such as “3 minutes” */
    return g_strdup_printf (_ ("clock %s ahead"), span);
  /* Translators: %s is a span of time such as “3 minutes” */
  return g_strdup_printf (_ ("clock %s behind"), span);
}

/* Model, "firmware 3.0.0", "clock in step"; before it is known, the address. */
static char *
describe_subtitle (LkCameraSession *self)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const LkCameraFactsFields *facts;

  if (self->facts == NULL)
    return g_strdup (lk_camera_record_get_fields (self->record)->uri);

  facts = lk_camera_facts_get_fields (self->facts);
  if (facts->model != NULL)
    g_ptr_array_add (parts, g_strdup (facts->model));
  if (facts->firmware != NULL)
    /* Translators: %s is a version such as 3.0.0 */
    g_ptr_array_add (parts, g_strdup_printf (_ ("firmware %s"), facts->firmware));
  if (facts->clock != NULL)
    g_ptr_array_add (parts, describe_clock (facts));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **)parts->pdata);
}

static void
get_status_property (LkCameraSession *self, guint id, GValue *value)
{
  LkSessionStatus status = describe_status (self);

  if (id == PROP_STATUS_TEXT)
    g_value_set_string (value, status.text);
  else if (id == PROP_STATUS_ICON)
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
    case PROP_RECORD:
      g_value_set_object (value, self->record);
      break;
    case PROP_NAME:
      g_value_set_string (value, lk_camera_session_get_name (self));
      break;
    case PROP_TAB:
      g_value_set_object (value, self->tab);
      break;
    case PROP_FACTS:
      g_value_set_object (value, self->facts);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_PENDING:
      g_value_set_boolean (value, lk_camera_session_is_pending (self));
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->job != NULL);
      break;
    case PROP_PROGRESS_TEXT:
      g_value_set_static_string (
        value, self->job != NULL ? lk_camera_action_get_progress_text (self->action) : "");
      break;
    case PROP_STATUS_TEXT:
    case PROP_STATUS_ICON:
    case PROP_STATUS_STYLE:
      get_status_property (self, id, value);
      break;
    case PROP_SUBTITLE:
      g_value_take_string (value, describe_subtitle (self));
      break;
    case PROP_INTERRUPTION:
      g_value_set_int64 (value, self->interruption);
      break;
    case PROP_IDENTITY:
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

  properties[PROP_RECORD] = g_param_spec_object ("record", NULL, NULL, LK_TYPE_CAMERA_RECORD, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_TAB] = g_param_spec_object ("tab", NULL, NULL, LK_TYPE_SSL_TAB, flags);
  properties[PROP_FACTS] = g_param_spec_object ("facts", NULL, NULL, LK_TYPE_CAMERA_FACTS, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_PENDING] = g_param_spec_boolean ("pending", NULL, NULL, FALSE, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_PROGRESS_TEXT] = g_param_spec_string ("progress-text", NULL, NULL, NULL, flags);
  properties[PROP_STATUS_TEXT] = g_param_spec_string ("status-text", NULL, NULL, NULL, flags);
  properties[PROP_STATUS_ICON] = g_param_spec_string ("status-icon", NULL, NULL, NULL, flags);
  properties[PROP_STATUS_STYLE] = g_param_spec_string ("status-style", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_INTERRUPTION] = g_param_spec_int64 ("interruption", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_IDENTITY] = g_param_spec_object ("identity", NULL, NULL, LK_TYPE_IDENTITY, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

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

void
lk_camera_session_set_record (LkCameraSession *self, LkCameraRecord *record)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self) && LK_IS_CAMERA_RECORD (record));

  if (!g_set_object (&self->record, record))
    return;
  notify (self, PROP_RECORD);
  notify (self, PROP_NAME);
  notify (self, PROP_SUBTITLE);
}

const char *
lk_camera_session_get_name (LkCameraSession *self)
{
  const LkCameraRecordFields *fields;

  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);

  fields = lk_camera_record_get_fields (self->record);
  return fields->name != NULL && *fields->name != '\0' ? fields->name : fields->uri;
}

LkSecret *
lk_camera_session_get_password (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);
  return self->password;
}

void
lk_camera_session_set_password (LkCameraSession *self, LkSecret *password)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  if (password != NULL)
    lk_secret_ref (password);
  g_clear_pointer (&self->password, lk_secret_unref);
  self->password = password;
}

void
lk_camera_session_use_keyring (LkCameraSession *self)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self));
  self->keyring = TRUE;
}

void
lk_camera_session_set_identity (LkCameraSession *self, LkIdentity *identity)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  if (g_set_object (&self->identity, identity))
    notify (self, PROP_IDENTITY);
}

const char *
lk_camera_session_claim_personal (LkCameraSession *self)
{
  const char *selector;

  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);

  selector = lk_camera_record_get_fields (self->record)->personal;
  if (self->claimed || self->identity != NULL || selector == NULL || *selector == '\0' ||
      !g_error_matches (self->error, LK_ERROR, LK_ERROR_CLIENT_REFUSED))
    return NULL;
  self->claimed = TRUE;
  return selector;
}

void
lk_camera_session_forget_claim (LkCameraSession *self)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self));
  self->claimed = FALSE;
}

void
lk_camera_session_remember_personal (LkCameraSession *self, const char *selector)
{
  LkCameraRecordFields fields;
  g_autoptr (LkCameraRecord) record = NULL;

  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  fields = *lk_camera_record_get_fields (self->record);
  if (g_strcmp0 (fields.personal, selector) == 0)
    return;
  fields.personal = selector;
  record = lk_camera_record_new (&fields);
  lk_camera_session_set_record (self, record);
}

void
lk_camera_session_set_interruption (LkCameraSession *self, gint64 row)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  if (self->interruption == row)
    return;
  self->interruption = row;
  notify (self, PROP_INTERRUPTION);
  notify_status (self);
}

gint64
lk_camera_session_get_interruption (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), 0);
  return self->interruption;
}

LkIdentity *
lk_camera_session_get_identity (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);
  return self->identity;
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

LkCameraAccess *
lk_camera_session_dup_access (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);

  return lk_camera_access_new (&(LkCameraAccess){
    .record = self->record,
    .password = self->password,
    .identity = self->identity,
    .expected = self->expected,
    .store = self->store,
    .log = self->log,
    .keyring = self->keyring,
  });
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

LkTabChange
lk_camera_session_get_change (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), LK_TAB_CHANGE_KEEP);
  return self->change;
}

static void
set_change (LkCameraSession *self, LkTabChange change)
{
  const LkSslTabFields *fields;

  if (self->tab == NULL)
    return;

  fields = lk_ssl_tab_get_fields (self->tab);
  if (change.ssl_function == fields->ssl_function)
    change.ssl_function = LK_SSL_FUNCTION_UNKNOWN;
  if (change.server_option == fields->server_option)
    change.server_option = LK_SERVER_OPTION_UNKNOWN;
  if (change.client_enabled == fields->client_enabled)
    change.client_enabled = -1;
  self->change = change;
  notify (self, PROP_PENDING);
}

void
lk_camera_session_wish_ssl_function (LkCameraSession *self, LkSslFunction value)
{
  LkTabChange change;

  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  change = self->change;
  change.ssl_function = value;
  set_change (self, change);
}

void
lk_camera_session_wish_server_option (LkCameraSession *self, LkServerOption value)
{
  LkTabChange change;

  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  change = self->change;
  change.server_option = value;
  set_change (self, change);
}

void
lk_camera_session_wish_client_enabled (LkCameraSession *self, gboolean value)
{
  LkTabChange change;

  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  change = self->change;
  change.client_enabled = value;
  set_change (self, change);
}

gboolean
lk_camera_session_is_pending (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), FALSE);

  return self->change.ssl_function != LK_SSL_FUNCTION_UNKNOWN ||
         self->change.server_option != LK_SERVER_OPTION_UNKNOWN ||
         self->change.client_enabled != -1;
}

void
lk_camera_session_reset_change (LkCameraSession *self)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  self->change = LK_TAB_CHANGE_KEEP;
  notify (self, PROP_PENDING);
}

static void
set_pin (LkCameraSession *self, const char *pin)
{
  LkCameraRecordFields fields = *lk_camera_record_get_fields (self->record);
  g_autoptr (LkCameraRecord) record = NULL;

  if (g_strcmp0 (fields.pin, pin) == 0)
    return;
  fields.pin = pin;
  record = lk_camera_record_new (&fields);
  lk_camera_session_set_record (self, record);
}

void
lk_camera_session_accept_key (LkCameraSession *self)
{
  g_autofree char *pin = NULL;

  g_return_if_fail (LK_IS_CAMERA_SESSION (self) && self->peer != NULL);

  pin = g_strconcat ("sha256:", lk_certificate_get_spki_sha256 (self->peer), NULL);
  set_pin (self, pin);
}

void
lk_camera_session_take_tab (LkCameraSession *self, LkSslTab *tab)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self) && LK_IS_SSL_TAB (tab));

  g_set_object (&self->tab, tab);
  g_clear_error (&self->error);
  /* What is still wished for stays pending; what the camera meanwhile says itself does not. */
  set_change (self, self->change);
  notify (self, PROP_TAB);
  notify (self, PROP_ERROR);
  notify_status (self);
}

static void
take_outcome (LkCameraSession *self, LkCameraOutcome *outcome)
{
  gboolean cancelled = g_error_matches (outcome->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (outcome->opened)
    self->capabilities = outcome->capabilities;
  if (outcome->peer != NULL)
    g_set_object (&self->peer, outcome->peer);
  if (outcome->facts != NULL)
    {
      g_set_object (&self->facts, outcome->facts);
      notify (self, PROP_FACTS);
      notify (self, PROP_SUBTITLE);
    }

  if (self->action != LK_ACTION_RELOAD)
    lk_camera_session_set_interruption (self, outcome->interruption);

  if (outcome->error == NULL && outcome->password != NULL)
    lk_camera_session_set_password (self, outcome->password);

  /* The pin follows a server certificate that we imported, never an error. */
  if (outcome->error == NULL && outcome->pin != NULL)
    set_pin (self, outcome->pin);
  if (outcome->error == NULL && self->action == LK_ACTION_APPLY)
    self->change = LK_TAB_CHANGE_KEEP;

  if (outcome->tab != NULL)
    lk_camera_session_take_tab (self, outcome->tab);
  else if (!cancelled || self->tab == NULL)
    {
      g_clear_error (&self->error);
      self->error = outcome->error != NULL ? g_error_copy (outcome->error) : NULL;
      notify (self, PROP_ERROR);
    }
}

typedef struct
{
  LkCameraAccess *access;
  LkCameraRequest *request;
} JobInput;

static void
job_input_free (gpointer data)
{
  JobInput *input = data;

  lk_camera_access_unref (input->access);
  lk_camera_request_free (input->request);
  g_free (input);
}

static gpointer
session_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  JobInput *input = data;

  return lk_camera_action_perform (input->access, input->request, cancellable);
}

static void
job_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  LkCameraSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkCameraOutcome) outcome = lk_job_finish (result, &error);
  LkCameraAction action = self->action;

  if (outcome == NULL)
    {
      outcome = g_new0 (LkCameraOutcome, 1);
      outcome->error = g_steal_pointer (&error);
    }

  g_clear_object (&self->job);
  take_outcome (self, outcome);
  notify (self, PROP_BUSY);
  notify (self, PROP_PROGRESS_TEXT);
  notify_status (self);

  g_signal_emit (self, finished_signal, 0, (guint)action, outcome->error);
  if (outcome->error != NULL)
    g_task_return_error (task, g_error_copy (outcome->error));
  else
    g_task_return_boolean (task, TRUE);

  /* A change that was stopped halfway may have happened: only the camera knows. */
  if (action != LK_ACTION_RELOAD && outcome->tab == NULL &&
      g_error_matches (outcome->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_camera_session_reload (self);
}

void
lk_camera_session_run_async (LkCameraSession *self,
                             const LkCameraRequest *request,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  JobInput *input;
  LkJobSpec spec;

  g_return_if_fail (LK_IS_CAMERA_SESSION (self) && request != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_camera_session_run_async);
  if (self->job != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY, "Another action on this camera is still running");
      return;
    }

  self->job = g_cancellable_new ();
  self->action = request->action;
  if (request->import != NULL)
    g_set_object (&self->expected, lk_server_import_get_certificate (request->import));
  notify (self, PROP_BUSY);
  notify (self, PROP_PROGRESS_TEXT);
  notify_status (self);

  input = g_new0 (JobInput, 1);
  input->access = lk_camera_session_dup_access (self);
  input->request = lk_camera_request_copy (request);
  spec = (LkJobSpec){
    .name = "camera-action",
    .run = session_thread,
    .input = input,
    .free_input = job_input_free,
    .free_value = (GDestroyNotify)lk_camera_outcome_free,
  };
  lk_job_start (&spec, self->job, job_done_cb, g_steal_pointer (&task));
}

gboolean
lk_camera_session_run_finish (LkCameraSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
lk_camera_session_reload (LkCameraSession *self)
{
  lk_camera_session_run_async (self, &(LkCameraRequest){ .action = LK_ACTION_RELOAD }, NULL, NULL);
}

void
lk_camera_session_cancel (LkCameraSession *self)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  if (self->job != NULL)
    g_cancellable_cancel (self->job);
}
