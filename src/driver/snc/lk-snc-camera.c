/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/snc/lk-snc-camera.h"

#include "base/lk-error.h"
#include "driver/snc/lk-snc-request.h"
#include "driver/snc/lk-snc-tab.h"

#include <string.h>

#define FIRST_REPLY_LIFE_US (5 * G_USEC_PER_SEC)
#define MAX_QUOTED_BYTES    200

struct _LkSncCamera
{
  LkCamera parent_instance;

  LkSncProfile *profile;
  LkReply *first_reply; /* of opening, until the facts are read */
  gint64 first_reply_at_us;
};

G_DEFINE_FINAL_TYPE (LkSncCamera, lk_snc_camera, LK_TYPE_CAMERA)

/* What the camera said, as much as fits into a sentence. */
static char *
quote (LkReply *reply)
{
  const char *text = lk_reply_get_text (reply);
  g_autofree char *start = g_strndup (text != NULL ? text : "", MAX_QUOTED_BYTES);
  g_autofree char *valid = g_utf8_make_valid (start, -1);

  for (char *at = valid; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  g_strstrip (valid);
  return valid[0] != '\0' ? g_strdup_printf (" and said “%s”", valid) : g_strdup ("");
}

static void
set_status_error (LkReply *reply, const char *path, GError **error)
{
  static const struct
  {
    guint status;
    int code;
    const char *meaning;
  } rows[] = {
    { 400, LK_ERROR_REFUSED_BY_CAMERA, "it did not understand the request, or refuses the value" },
    { 403, LK_ERROR_REFUSED_BY_CAMERA, "the user may not be an administrator, or the device profile lacks the Referer" },
    { 404, LK_ERROR_UNSUPPORTED, "it has no such address: the device profile does not fit this camera" },
    { 405, LK_ERROR_UNSUPPORTED, "the device profile asks in another way than this camera wants" },
    { 413, LK_ERROR_REFUSED_BY_CAMERA, "the file is too large for it" },
    { 503, LK_ERROR_REFUSED_BY_CAMERA, "it is busy: try again in a minute" },
  };
  g_autofree char *path_only = g_strndup (path, strcspn (path, "?"));
  g_autofree char *said = quote (reply);
  guint status = lk_reply_get_status (reply);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].status == status)
      {
        g_set_error (error, LK_ERROR, rows[i].code, "The camera answered %u to %s%s: %s", status, path_only, said, rows[i].meaning);
        return;
      }
  g_set_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA, "The camera answered %u to %s%s", status, path_only, said);
}

LkSncAnswer *
lk_snc_camera_inquire (LkSncCamera *self,
                       const char *const *groups,
                       LkReply **reply,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (LkReply) received = NULL;
  LkSncAnswer *answer;

  g_return_val_if_fail (LK_IS_SNC_CAMERA (self), NULL);

  path = lk_snc_request_dup_inquiry (self->profile, groups);
  received = lk_connection_send (lk_camera_get_connection (LK_CAMERA (self)),
                                 &(LkRequest){ .path = path }, cancellable, error);
  if (received == NULL)
    return NULL;
  if (!lk_reply_is_success (received))
    {
      set_status_error (received, path, error);
      return NULL;
    }
  answer = lk_snc_answer_new (lk_reply_get_body (received),
                              lk_snc_profile_get_quirks (self->profile).values_are_escaped);
  if (reply != NULL)
    *reply = g_steal_pointer (&received);
  return answer;
}

/* Sends one command of the profile. Repeated by nobody: it changes something. */
static gboolean
command (LkSncCamera *self,
         LkSncCommandId id,
         const LkSncArguments *arguments,
         const LkSncSetting *settings,
         GBytes *file,
         GCancellable *cancellable,
         GError **error)
{
  const LkSncCommand *known = lk_snc_profile_get_command (self->profile, id);
  g_auto (LkSncRequest) request = { 0 };
  g_autoptr (LkReply) reply = NULL;
  g_autofree char *said = NULL;

  if (known == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The device profile “%s” has no command “%s”",
                   lk_snc_profile_get_identifier (self->profile), lk_snc_command_get_name (id));
      return FALSE;
    }
  if (!lk_snc_request_init (&request, known, arguments, settings, file, error))
    return FALSE;
  request.request.flags |= LK_REQUEST_CHANGES;
  reply = lk_connection_send (lk_camera_get_connection (LK_CAMERA (self)), &request.request,
                              cancellable, error);
  if (reply == NULL)
    return FALSE;
  if (lk_snc_profile_is_success (self->profile, lk_reply_get_status (reply),
                                 lk_reply_get_text (reply)))
    return TRUE;
  if (!lk_reply_is_success (reply))
    {
      set_status_error (reply, known->path, error);
      return FALSE;
    }
  said = quote (reply);
  g_set_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA,
               "The camera answered %u to %s%s, which does not mean success",
               lk_reply_get_status (reply), known->path, said);
  return FALSE;
}

/* Reading */

static const char *
lk_snc_camera_get_driver (LkCamera *camera)
{
  return "snc";
}

static LkCapabilities
lk_snc_camera_get_capabilities (LkCamera *camera)
{
  static const struct
  {
    LkSncCommandId id;
    LkCameraFeatures feature;
  } rows[] = {
    { LK_SNC_COMMAND_GENERATE, LK_CAMERA_CAN_GENERATE_SELF_SIGNED },
    { LK_SNC_COMMAND_SET_PASSWORD, LK_CAMERA_CAN_SET_KEY_PASSWORD },
    { LK_SNC_COMMAND_DELETE_SERVER, LK_CAMERA_CAN_DELETE_SERVER },
    { LK_SNC_COMMAND_SET_CLOCK, LK_CAMERA_CAN_SET_CLOCK },
    { LK_SNC_COMMAND_UPLOAD_SERVER_PKCS12, LK_CAMERA_TAKES_PKCS12 },
    { LK_SNC_COMMAND_UPLOAD_SERVER_PEM, LK_CAMERA_TAKES_PEM_SERVER },
  };
  LkSncCamera *self = LK_SNC_CAMERA (camera);
  LkSncLimits limits = lk_snc_profile_get_limits (self->profile);
  LkCapabilities capabilities = {
    .features = LK_CAMERA_TAKES_KEYS_IN_PLAIN,
    .trusted_capacity = limits.trusted_slots,
    .key_password_max = limits.key_password_max,
    .certificate_max_bytes = limits.certificate_max_bytes,
    .pkcs12 = limits.pkcs12,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (lk_snc_profile_get_command (self->profile, rows[i].id) != NULL)
      capabilities.features |= rows[i].feature;
  if (lk_snc_profile_get_parameter (self->profile, LK_SNC_FIELD_CLIENT_ENABLED) != NULL)
    capabilities.features |= LK_CAMERA_HAS_CLIENT_AUTHENTICATION;
  return capabilities;
}

/* The answer about the camera itself: that of opening if it is fresh and unread, else asked for. */
static LkSncAnswer *
inquire_facts (LkSncCamera *self, LkReply **reply, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) groups = NULL;

  if (self->first_reply != NULL &&
      g_get_monotonic_time () - self->first_reply_at_us < FIRST_REPLY_LIFE_US)
    {
      *reply = g_steal_pointer (&self->first_reply);
      return lk_snc_answer_new (lk_reply_get_body (*reply),
                                lk_snc_profile_get_quirks (self->profile).values_are_escaped);
    }
  g_clear_object (&self->first_reply);
  groups = lk_snc_tab_list_groups (self->profile, LK_SNC_FIELD_MODEL, LK_SNC_FIELD_CLOCK);
  return lk_snc_camera_inquire (self, (const char *const *)groups->pdata, reply, cancellable,
                                error);
}

static LkCameraFacts *
lk_snc_camera_read_facts (LkCamera *camera, GCancellable *cancellable, GError **error)
{
  LkSncCamera *self = LK_SNC_CAMERA (camera);
  g_autoptr (LkReply) reply = NULL;
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (LkSncAnswer) answer = NULL;
  g_autoptr (GDateTime) own_clock = NULL;
  LkCameraFactsFields fields = { 0 };

  if (self->first_reply != NULL)
    now = g_date_time_new_from_unix_utc (
      (g_get_real_time () - (g_get_monotonic_time () - self->first_reply_at_us)) / G_USEC_PER_SEC);
  answer = inquire_facts (self, &reply, cancellable, error);
  if (answer == NULL)
    return NULL;
  if (now == NULL)
    now = g_date_time_new_now_utc ();
  fields.model = lk_snc_tab_find (self->profile, LK_SNC_FIELD_MODEL, 0, answer);
  fields.firmware = lk_snc_tab_find (self->profile, LK_SNC_FIELD_FIRMWARE, 0, answer);
  fields.serial_number = lk_snc_tab_find (self->profile, LK_SNC_FIELD_SERIAL_NUMBER, 0, answer);
  fields.title = lk_snc_tab_find (self->profile, LK_SNC_FIELD_TITLE, 0, answer);
  /* The Date header is always UTC (RFC 9110 5.6.7); a clock in an inquiry may turn out to be local
   * time. */
  own_clock = lk_snc_tab_read_clock (self->profile, answer);
  fields.clock = lk_reply_get_date (reply) != NULL ? lk_reply_get_date (reply) : own_clock;
  if (fields.clock != NULL)
    {
      fields.clock_source = fields.clock == own_clock ? "inquiry" : "Date header";
      fields.clock_offset_s = g_date_time_to_unix (fields.clock) - g_date_time_to_unix (now);
    }
  return lk_camera_facts_new (&fields);
}

static GDateTime *
lk_snc_camera_read_clock (LkCamera *camera, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkCameraFacts) facts = lk_snc_camera_read_facts (camera, cancellable, error);
  GDateTime *clock;

  if (facts == NULL)
    return NULL;
  clock = lk_camera_facts_get_fields (facts)->clock;
  if (clock == NULL)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The camera tells the time neither in an inquiry nor in the Date of its answers");
  return clock != NULL ? g_date_time_ref (clock) : NULL;
}

static LkSslTab *
lk_snc_camera_read_tab (LkCamera *camera, GCancellable *cancellable, GError **error)
{
  LkSncCamera *self = LK_SNC_CAMERA (camera);
  g_autoptr (GPtrArray) groups =
    lk_snc_tab_list_groups (self->profile, LK_SNC_FIELD_SSL_FUNCTION, LK_SNC_N_FIELDS - 1);
  g_autoptr (LkSncAnswer) answer = NULL;

  if (groups->len < 2)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED,
                   "The device profile “%s” names nothing of the [SSL] tab",
                   lk_snc_profile_get_identifier (self->profile));
      return NULL;
    }
  answer =
    lk_snc_camera_inquire (self, (const char *const *)groups->pdata, NULL, cancellable, error);
  return answer != NULL ? lk_snc_tab_read (self->profile, answer, error) : NULL;
}

/* Changing */

static gboolean
lk_snc_camera_import_ca (LkCamera *camera,
                         guint slot,
                         LkCertificate *certificate,
                         GCancellable *cancellable,
                         GError **error)
{
  char *pem = lk_certificate_to_pem (certificate);
  g_autoptr (GBytes) file = g_bytes_new_take (pem, strlen (pem));

  return command (LK_SNC_CAMERA (camera), LK_SNC_COMMAND_UPLOAD_CA,
                  &(LkSncArguments){ .slot = slot }, NULL, file, cancellable, error);
}

static gboolean
lk_snc_camera_delete_ca (LkCamera *camera, guint slot, GCancellable *cancellable, GError **error)
{
  return command (LK_SNC_CAMERA (camera), LK_SNC_COMMAND_DELETE_CA,
                  &(LkSncArguments){ .slot = slot }, NULL, NULL, cancellable, error);
}

static gboolean
lk_snc_camera_set_key_password (LkCamera *camera,
                                LkSecret *password,
                                GCancellable *cancellable,
                                GError **error)
{
  LkSncCommandId id =
    password != NULL ? LK_SNC_COMMAND_SET_PASSWORD : LK_SNC_COMMAND_RESET_PASSWORD;
  LkSncArguments arguments = { .password =
                                 password != NULL ? lk_secret_get_text (password) : NULL };

  return command (LK_SNC_CAMERA (camera), id, &arguments, NULL, NULL, cancellable, error);
}

static gboolean
names_password (const LkSncCommand *known)
{
  for (gsize i = 0; known != NULL && i < known->n_parameters; i++)
    if (strstr (known->parameters[i].value, "{password}") != NULL)
      return TRUE;
  return FALSE;
}

/* The file first: if it is refused, the password that fits the old one is still there. */
static gboolean
lk_snc_camera_import_server (LkCamera *camera,
                             LkServerImport *import,
                             GCancellable *cancellable,
                             GError **error)
{
  LkSncCamera *self = LK_SNC_CAMERA (camera);
  LkSecret *password = lk_server_import_get_password (import);
  gboolean is_pem = lk_server_import_get_kind (import) == LK_SERVER_FILE_PEM;
  LkSncCommandId id =
    is_pem ? LK_SNC_COMMAND_UPLOAD_SERVER_PEM : LK_SNC_COMMAND_UPLOAD_SERVER_PKCS12;
  LkSncArguments arguments = { .password = password != NULL ? lk_secret_get_text (password) : "" };

  if (!command (self, id, &arguments, NULL, lk_server_import_get_bytes (import), cancellable,
                error))
    return FALSE;
  if (names_password (lk_snc_profile_get_command (self->profile, id)))
    return TRUE;
  if (password == NULL &&
      lk_snc_profile_get_command (self->profile, LK_SNC_COMMAND_RESET_PASSWORD) == NULL)
    return TRUE;
  return lk_snc_camera_set_key_password (camera, password, cancellable, error);
}

static gboolean
lk_snc_camera_delete_server (LkCamera *camera, GCancellable *cancellable, GError **error)
{
  return command (LK_SNC_CAMERA (camera), LK_SNC_COMMAND_DELETE_SERVER, &(LkSncArguments){ 0 },
                  NULL, NULL, cancellable, error);
}

static gboolean
lk_snc_camera_generate_self_signed (
  LkCamera *camera, const char *common_name, guint days, GCancellable *cancellable, GError **error)
{
  LkSncArguments arguments = { .common_name = common_name, .days = days };

  return command (LK_SNC_CAMERA (camera), LK_SNC_COMMAND_GENERATE, &arguments, NULL, NULL,
                  cancellable, error);
}

static gboolean
lk_snc_camera_apply (LkCamera *camera,
                     const LkTabChange *change,
                     GCancellable *cancellable,
                     GError **error)
{
  LkSncCamera *self = LK_SNC_CAMERA (camera);
  LkSncSetting settings[LK_SNC_TAB_MAX_SETTINGS + 1];

  return lk_snc_tab_to_settings (self->profile, change, settings, error) &&
         command (self, LK_SNC_COMMAND_SET, &(LkSncArguments){ 0 }, settings, NULL, cancellable,
                  error);
}

static gboolean
lk_snc_camera_set_clock (LkCamera *camera,
                         GDateTime *utc,
                         GCancellable *cancellable,
                         GError **error)
{
  LkSncCamera *self = LK_SNC_CAMERA (camera);
  g_autofree char *clock = lk_snc_profile_format_clock (self->profile, utc);

  /* what was heard when opening tells the time before */
  g_clear_object (&self->first_reply);
  return command (self, LK_SNC_COMMAND_SET_CLOCK, &(LkSncArguments){ .clock = clock }, NULL, NULL,
                  cancellable, error);
}

static LkCamera *
lk_snc_camera_dup_fresh (LkCamera *camera, LkIdentity *identity)
{
  LkSncCamera *self = LK_SNC_CAMERA (camera);
  g_autoptr (LkConnection) connection =
    lk_connection_dup_fresh (lk_camera_get_connection (camera), identity);

  return LK_CAMERA (lk_snc_camera_new (connection, self->profile));
}

static void
lk_snc_camera_finalize (GObject *object)
{
  LkSncCamera *self = LK_SNC_CAMERA (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->first_reply);

  G_OBJECT_CLASS (lk_snc_camera_parent_class)->finalize (object);
}

static void
lk_snc_camera_class_init (LkSncCameraClass *klass)
{
  LkCameraClass *camera_class = LK_CAMERA_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lk_snc_camera_finalize;
  camera_class->get_driver = lk_snc_camera_get_driver;
  camera_class->get_capabilities = lk_snc_camera_get_capabilities;
  camera_class->read_facts = lk_snc_camera_read_facts;
  camera_class->read_tab = lk_snc_camera_read_tab;
  camera_class->import_ca = lk_snc_camera_import_ca;
  camera_class->delete_ca = lk_snc_camera_delete_ca;
  camera_class->import_server = lk_snc_camera_import_server;
  camera_class->delete_server = lk_snc_camera_delete_server;
  camera_class->set_key_password = lk_snc_camera_set_key_password;
  camera_class->generate_self_signed = lk_snc_camera_generate_self_signed;
  camera_class->apply = lk_snc_camera_apply;
  camera_class->read_clock = lk_snc_camera_read_clock;
  camera_class->set_clock = lk_snc_camera_set_clock;
  camera_class->dup_fresh = lk_snc_camera_dup_fresh;
}

static void
lk_snc_camera_init (LkSncCamera *self)
{
}

LkSncCamera *
lk_snc_camera_new (LkConnection *connection, LkSncProfile *profile)
{
  LkSncCamera *self;

  g_return_val_if_fail (LK_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (LK_IS_SNC_PROFILE (profile), NULL);

  self = g_object_new (LK_TYPE_SNC_CAMERA, "connection", connection, NULL);
  self->profile = g_object_ref (profile);
  lk_connection_set_send_referer (connection, lk_snc_profile_get_quirks (profile).referer != NULL);
  return self;
}

LkSncProfile *
lk_snc_camera_get_profile (LkSncCamera *self)
{
  g_return_val_if_fail (LK_IS_SNC_CAMERA (self), NULL);
  return self->profile;
}

void
lk_snc_camera_take_first_reply (LkSncCamera *self, LkReply *reply)
{
  g_return_if_fail (LK_IS_SNC_CAMERA (self));

  g_set_object (&self->first_reply, reply);
  self->first_reply_at_us = g_get_monotonic_time ();
}
