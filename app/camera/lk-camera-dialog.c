/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-dialog.h"

#include "base/lk-error.h"
#include "base/lk-hex.h"
#include "baseline/lk-error-page.h"
#include "camera/lk-camera-finder.h"
#include "camera/lk-choice-row.h"
#include "camera/lk-field-row.h"
#include "driver/lk-driver.h"

#include <glib/gi18n.h>

struct _LkCameraDialog
{
  AdwWindow parent_instance;

  LkCameraList *list;
  LkCameraSession *session;  /* that is edited; NULL: adding */
  LkCameraSession *draft;    /* that is being tried */
  LkFoundCamera *picked;     /* (nullable) where the address comes from */
  GCancellable *cancellable; /* of the question to the keyring */
  gboolean remembered;       /* the password of the edited camera, as the keyring said */
  int driver;                /* DRIVER_AUTO, or one more than its place among the drivers */

  GtkStack *stack;
  GtkWidget *cancel;
  GtkWidget *back;
  GtkButton *connect;
  GtkWidget *find;
  LkCameraFinder *finder;
  AdwEntryRow *address;
  AdwEntryRow *name;
  LkChoiceRow *driver_row;
  AdwEntryRow *user;
  AdwPasswordEntryRow *password;
  GtkSwitch *remember;
  GtkWidget *plain_row;
  GtkSwitch *plain;
  LkErrorPage *error_page;
  AdwStatusPage *key_page;
  LkFieldRow *key_new;
  LkFieldRow *key_old;
  LkFieldRow *key_certificate;
  LkFieldRow *key_subject;
  GtkButton *trust;
};

G_DEFINE_FINAL_TYPE (LkCameraDialog, lk_camera_dialog, ADW_TYPE_WINDOW)

static guint added_signal;

#define DRIVER_AUTO 1

/* What the mending button of the problem page says; each of them leads back to the form. */
static const struct
{
  LkError code;
  const char *icon_name;
  const char *mend;
} problems[] = {
  { LK_ERROR_UNREACHABLE, "network-error-symbolic", N_ ("_Change the Address") },
  { LK_ERROR_TIMEOUT, "network-error-symbolic", N_ ("_Change the Address") },
  { LK_ERROR_AUTH_REFUSED, "dialog-password-symbolic", N_ ("Type the _Password Again") },
  { LK_ERROR_UNSUPPORTED, "camera-video-symbolic", N_ ("_Change Address or Language") },
  { LK_ERROR_BAD_DATA, "camera-video-symbolic", N_ ("_Change Address or Language") },
};

char *
lk_camera_dialog_complete_address (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *full =
    strstr (trimmed, "://") != NULL ? g_strdup (trimmed) : g_strconcat ("https://", trimmed, NULL);
  g_autoptr (GUri) uri = g_uri_parse (full, G_URI_FLAGS_NONE, NULL);
  g_autofree char *host = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      strpbrk (g_uri_get_host (uri), " \t") != NULL)
    return NULL;
  if (!g_str_equal (g_uri_get_scheme (uri), "https") && !g_str_equal (g_uri_get_scheme (uri), "http"))
    return NULL;

  host = strchr (g_uri_get_host (uri), ':') != NULL ? g_strdup_printf ("[%s]", g_uri_get_host (uri))
                                                    : g_strdup (g_uri_get_host (uri));
  if (g_uri_get_port (uri) == -1)
    return g_strdup_printf ("%s://%s", g_uri_get_scheme (uri), host);
  return g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (uri), host, g_uri_get_port (uri));
}

static void
show_page (LkCameraDialog *self, const char *page)
{
  gboolean form = g_str_equal (page, "form");

  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_window_set_title (GTK_WINDOW (self), g_str_equal (page, "find") ? _ ("Find Cameras")
                                           : self->session != NULL    ? _ ("Edit Camera")
                                                                      : _ ("Add Camera"));
  gtk_widget_set_visible (self->back, !form);
  gtk_widget_set_visible (self->cancel, form);
  gtk_widget_set_visible (GTK_WIDGET (self->connect), form);
}

/* The languages that cameras speak. */

static const char *
get_driver_label (int value)
{
  g_autofree char *upper = NULL;
  const char *name;

  if (value <= DRIVER_AUTO)
    return N_ ("Found out by asking");
  name = lk_driver_list_names ()[value - DRIVER_AUTO - 1];
  if (g_strcmp0 (name, lk_driver_get_profiled ()) == 0)
    return N_ ("CGI, with a device profile");
  upper = g_ascii_strup (name, -1);
  return g_intern_string (upper);
}

static void
show_driver (LkCameraDialog *self, int driver)
{
  int last = DRIVER_AUTO + (int)g_strv_length ((char **)lk_driver_list_names ());

  self->driver = driver;
  lk_choice_row_set_choices (self->driver_row, ~0u, last, get_driver_label, driver);
}

static int
find_driver (const char *name)
{
  const char *const *names = lk_driver_list_names ();

  for (int i = 0; names[i] != NULL; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return DRIVER_AUTO + 1 + i;
  return DRIVER_AUTO;
}

static void
driver_chosen_cb (LkCameraDialog *self, int value)
{
  self->driver = value;
}

static void
form_changed_cb (LkCameraDialog *self)
{
  g_autofree char *uri =
    lk_camera_dialog_complete_address (gtk_editable_get_text (GTK_EDITABLE (self->address)));
  gboolean plain = uri != NULL && g_str_has_prefix (uri, "http:");

  gtk_widget_set_visible (self->plain_row, plain);
  gtk_widget_set_sensitive (GTK_WIDGET (self->connect),
                            uri != NULL && (!plain || gtk_switch_get_active (self->plain)));
}

static void
back_cb (LkCameraDialog *self)
{
  if (self->draft != NULL)
    lk_camera_session_cancel (self->draft);
  lk_camera_finder_stop (self->finder);
  show_page (self, "form");
}

/* Finding */

static void
find_cb (LkCameraDialog *self)
{
  show_page (self, "find");
  lk_camera_finder_start (self->finder);
}

static void
picked_cb (LkCameraDialog *self, LkFoundCamera *camera)
{
  const char *name = lk_found_camera_get_name (camera);

  g_set_object (&self->picked, camera);
  gtk_editable_set_text (GTK_EDITABLE (self->address), lk_found_camera_get_uri (camera));
  gtk_editable_set_text (GTK_EDITABLE (self->name), name != NULL ? name : "");
  show_driver (self, DRIVER_AUTO);
  show_page (self, "form");
  gtk_widget_grab_focus (GTK_WIDGET (self->user));
}

/* A camera that named a plain address only, and does not answer on an encrypted one. */
static void
plain_cb (LkCameraDialog *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->address),
                         lk_found_camera_get_plain_uri (self->picked));
  show_page (self, "form");
  gtk_widget_grab_focus (GTK_WIDGET (self->plain));
}

static gboolean
can_be_plain (LkCameraDialog *self, const GError *error)
{
  const LkCameraRecordFields *fields =
    lk_camera_record_get_fields (lk_camera_session_get_record (self->draft));

  return (g_error_matches (error, LK_ERROR, LK_ERROR_UNREACHABLE) ||
          g_error_matches (error, LK_ERROR, LK_ERROR_TIMEOUT)) &&
         self->picked != NULL && lk_found_camera_get_plain_uri (self->picked) != NULL &&
         g_strcmp0 (fields->uri, lk_found_camera_get_uri (self->picked)) == 0;
}

static void
mend_cb (LkCameraDialog *self)
{
  gboolean login =
    self->draft != NULL &&
    g_error_matches (lk_camera_session_get_error (self->draft), LK_ERROR, LK_ERROR_AUTH_REFUSED);

  show_page (self, "form");
  gtk_widget_grab_focus (login ? GTK_WIDGET (self->password) : GTK_WIDGET (self->address));
}

static char *
format_pin (const char *pin)
{
  const char *hex = pin != NULL && g_str_has_prefix (pin, "sha256:") ? pin + strlen ("sha256:") : pin;
  g_autoptr (GBytes) bytes = hex != NULL ? lk_hex_decode (hex) : NULL;

  return bytes != NULL
           ? lk_hex_encode_spaced (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
           : g_strdup (pin);
}

static void
show_key (LkCameraDialog *self, LkCameraSession *session)
{
  LkCertificate *peer = lk_camera_session_get_peer (session);
  const char *pin = lk_camera_record_get_fields (lk_camera_session_get_record (session))->pin;
  g_autofree char *new_key = format_pin (lk_certificate_get_spki_sha256 (peer));
  g_autofree char *certificate = format_pin (lk_certificate_get_sha256 (peer));
  g_autofree char *old_key = format_pin (pin);
  gboolean changed = pin != NULL;

  adw_status_page_set_icon_name (self->key_page, changed ? "dialog-warning-symbolic" : "dialog-question-symbolic");
  adw_status_page_set_title (self->key_page, changed ? _ ("The Camera’s Key Has Changed") : _ ("Is This Your Camera?"));
  if (changed)
    adw_status_page_set_description (self->key_page,
                                     _ ("Either it was given a new server certificate, or somebody else is answering in its place. "
                                        "Compare the fingerprint with the camera’s before you trust the new key."));
  else
    adw_status_page_set_description (self->key_page,
                                     _ ("Latchkey sees this camera for the first time. Compare the fingerprint with the camera’s, "
                                        "for example in a browser on a network that you trust. From then on it is held to this key."));
  lk_field_row_set_value (self->key_certificate, certificate);
  lk_field_row_set_value (self->key_new, new_key);
  lk_field_row_set_value (self->key_old, old_key);
  lk_field_row_set_value (self->key_subject, lk_certificate_get_subject (peer));
  gtk_widget_set_visible (GTK_WIDGET (self->key_old), changed);
  gtk_button_set_label (self->trust, changed ? _ ("_Trust the New Key") : _ ("It Is the Same: _Trust This Key"));
  gtk_widget_remove_css_class (GTK_WIDGET (self->trust), changed ? "suggested-action" : "destructive-action");
  gtk_widget_add_css_class (GTK_WIDGET (self->trust), changed ? "destructive-action" : "suggested-action");
  show_page (self, "key");
}

static void
show_problem (LkCameraDialog *self, const GError *error)
{
  const char *icon_name = "dialog-warning-symbolic";
  const char *mend = N_ ("_Back to the Form");

  for (gsize i = 0; i < G_N_ELEMENTS (problems); i++)
    if (g_error_matches (error, LK_ERROR, problems[i].code))
      {
        icon_name = problems[i].icon_name;
        mend = problems[i].mend;
      }
  lk_error_page_set_error (self->error_page, error, icon_name);
  lk_error_page_set_buttons (self->error_page, _ (mend), _ ("_Try Again"));
  lk_error_page_set_recover (self->error_page, can_be_plain (self, error) ? _ ("Use _Plain HTTP…") : NULL);
  show_page (self, "problem");
}

static void
finish (LkCameraDialog *self)
{
  LkCameraSession *session = self->session;

  if (session == NULL)
    {
      session = self->draft;
      lk_camera_list_add (self->list, session);
    }
  else
    {
      lk_camera_session_set_record (session, lk_camera_session_get_record (self->draft));
      lk_camera_session_set_password (session, lk_camera_session_get_password (self->draft));
      lk_camera_session_reload (session);
    }
  /* What was not looked at is not forgotten. */
  if (gtk_switch_get_active (self->remember) || self->remembered)
    lk_camera_list_remember_password (self->list, session, gtk_switch_get_active (self->remember));
  g_signal_emit (self, added_signal, 0, session);
  gtk_window_close (GTK_WINDOW (self));
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkCameraDialog) self = data;
  LkCameraSession *draft = LK_CAMERA_SESSION (source);
  g_autoptr (GError) error = NULL;

  if (lk_camera_session_run_finish (draft, result, &error))
    {
      if (self->draft == draft)
        finish (self);
      return;
    }
  if (self->draft != draft || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, LK_ERROR, LK_ERROR_PEER_UNTRUSTED) &&
      lk_camera_session_get_peer (draft) != NULL)
    show_key (self, draft);
  else
    show_problem (self, error);
}

static void
try_draft (LkCameraDialog *self)
{
  show_page (self, "working");
  lk_camera_session_run_async (self->draft, &(LkCameraRequest){ .action = LK_ACTION_RELOAD },
                               tried_cb, g_object_ref (self));
}

static void
retry_cb (LkCameraDialog *self)
{
  if (self->draft != NULL)
    try_draft (self);
}

static void
trust_cb (LkCameraDialog *self)
{
  if (self->draft == NULL)
    return;
  lk_camera_session_accept_key (self->draft);
  try_draft (self);
}

/* The record that the form describes; another address is another camera, with a key of its own. */
static LkCameraRecord *
create_record (LkCameraDialog *self, const char *uri)
{
  LkCameraRecordFields fields = { .driver = "auto" };
  const char *user = gtk_editable_get_text (GTK_EDITABLE (self->user));
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));

  if (self->session != NULL)
    fields = *lk_camera_record_get_fields (lk_camera_session_get_record (self->session));
  if (g_strcmp0 (fields.uri, uri) != 0)
    fields.pin = NULL;
  /* A key that was accepted a moment ago is not asked about again. */
  if (self->draft != NULL &&
      g_strcmp0 (lk_camera_record_get_fields (lk_camera_session_get_record (self->draft))->uri,
                 uri) == 0)
    fields.pin = lk_camera_record_get_fields (lk_camera_session_get_record (self->draft))->pin;
  fields.uri = uri;
  fields.driver =
    self->driver == DRIVER_AUTO ? "auto" : lk_driver_list_names ()[self->driver - DRIVER_AUTO - 1];
  fields.user = *user != '\0' ? user : NULL;
  fields.name = *name != '\0' ? name : strstr (uri, "://") + 3;
  fields.allow_plain_http = g_str_has_prefix (uri, "http:") && gtk_switch_get_active (self->plain);
  return lk_camera_record_new (&fields);
}

static gboolean
is_only_renamed (LkCameraDialog *self, LkCameraRecord *record)
{
  const LkCameraRecordFields *now = lk_camera_record_get_fields (record);
  const LkCameraRecordFields *before;

  if (self->session == NULL || *gtk_editable_get_text (GTK_EDITABLE (self->password)) != '\0')
    return FALSE;
  before = lk_camera_record_get_fields (lk_camera_session_get_record (self->session));
  return g_strcmp0 (now->uri, before->uri) == 0 && g_strcmp0 (now->user, before->user) == 0 &&
         g_strcmp0 (now->driver, before->driver) == 0 &&
         now->allow_plain_http == before->allow_plain_http &&
         g_strcmp0 (now->name, before->name) != 0;
}

static void
connect_cb (LkCameraDialog *self)
{
  g_autofree char *uri =
    lk_camera_dialog_complete_address (gtk_editable_get_text (GTK_EDITABLE (self->address)));
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->password));
  g_autoptr (LkCameraRecord) record = NULL;
  g_autoptr (LkSecret) password = NULL;

  if (uri == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->connect)))
    return;
  record = create_record (self, uri);
  if (is_only_renamed (self, record))
    {
      lk_camera_session_set_record (self->session, record);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  if (*text != '\0')
    password = lk_secret_new (text, -1);
  else if (self->session != NULL && lk_camera_session_get_password (self->session) != NULL)
    password = lk_secret_ref (lk_camera_session_get_password (self->session));

  g_clear_object (&self->draft);
  self->draft = lk_camera_list_create_session (self->list, record);
  lk_camera_session_set_password (self->draft, password);
  if (self->session != NULL)
    lk_camera_session_set_identity (self->draft, lk_camera_session_get_identity (self->session));
  try_draft (self);
}

/* A job may hold the window longer than its parent lives, and GTK would then touch the parent once
 * more. */
static void
lk_camera_dialog_unrealize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_camera_dialog_parent_class)->unrealize (widget);
  gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);
}

static void
lk_camera_dialog_dispose (GObject *object)
{
  LkCameraDialog *self = LK_CAMERA_DIALOG (object);

  if (self->draft != NULL && self->stack != NULL &&
      g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "working") == 0)
    lk_camera_session_cancel (self->draft);
  g_cancellable_cancel (self->cancellable);
  /* A password row that is dropped with the focus on it hears of losing it after its end
   * (libadwaita 1.2). */
  gtk_window_set_focus (GTK_WINDOW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_CAMERA_DIALOG);
  g_clear_object (&self->list);
  g_clear_object (&self->session);
  g_clear_object (&self->draft);
  g_clear_object (&self->picked);
  G_OBJECT_CLASS (lk_camera_dialog_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, back);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, connect);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, find);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, finder);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, address);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, name);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, driver_row);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, user);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, password);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, remember);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, plain_row);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, plain);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, error_page);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, key_page);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, key_new);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, key_old);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, key_certificate);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, key_subject);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, trust);
}

static void
lk_camera_dialog_finalize (GObject *object)
{
  g_object_unref (LK_CAMERA_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (lk_camera_dialog_parent_class)->finalize (object);
}

static void
lk_camera_dialog_class_init (LkCameraDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_camera_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_camera_dialog_finalize;
  widget_class->unrealize = lk_camera_dialog_unrealize;
  added_signal = g_signal_new ("added", LK_TYPE_CAMERA_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, LK_TYPE_CAMERA_SESSION);

  g_type_ensure (LK_TYPE_CAMERA_FINDER);
  g_type_ensure (LK_TYPE_CHOICE_ROW);
  g_type_ensure (LK_TYPE_ERROR_PAGE);
  g_type_ensure (LK_TYPE_FIELD_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-camera-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, driver_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_cb);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, plain_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, mend_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, trust_cb);
}

static void
lk_camera_dialog_init (LkCameraDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  show_driver (self, DRIVER_AUTO);
  form_changed_cb (self);
}

static void
looked_for_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkCameraDialog) self = data;

  if (!lk_camera_list_look_for_password_finish (result) ||
      g_cancellable_is_cancelled (self->cancellable))
    return;
  self->remembered = TRUE;
  gtk_switch_set_active (self->remember, TRUE);
}

static void
fill_form (LkCameraDialog *self)
{
  const LkCameraRecordFields *fields =
    lk_camera_record_get_fields (lk_camera_session_get_record (self->session));
  const GError *error = lk_camera_session_get_error (self->session);

  gtk_window_set_title (GTK_WINDOW (self), _ ("Edit Camera"));
  gtk_button_set_label (self->connect, _ ("_Save"));
  gtk_widget_set_visible (self->find, FALSE);
  lk_camera_list_look_for_password_async (self->list, self->session, self->cancellable,
                                          looked_for_cb, g_object_ref (self));
  show_driver (self, find_driver (fields->driver));
  gtk_editable_set_text (GTK_EDITABLE (self->address), fields->uri);
  gtk_editable_set_text (GTK_EDITABLE (self->name), fields->name != NULL ? fields->name : "");
  gtk_editable_set_text (GTK_EDITABLE (self->user), fields->user != NULL ? fields->user : "");
  gtk_switch_set_active (self->plain, fields->allow_plain_http);

  if (g_error_matches (error, LK_ERROR, LK_ERROR_PEER_UNTRUSTED) &&
      lk_camera_session_get_peer (self->session) != NULL)
    {
      connect_cb (self); /* sees the key afresh and asks about it */
      return;
    }
  gtk_window_set_focus (GTK_WINDOW (self), g_error_matches (error, LK_ERROR, LK_ERROR_AUTH_REFUSED)
                                             ? GTK_WIDGET (self->password)
                                             : GTK_WIDGET (self->address));
}

LkCameraDialog *
lk_camera_dialog_new (GtkWindow *parent, LkCameraList *list, LkCameraSession *session)
{
  LkCameraDialog *self;

  g_return_val_if_fail (LK_IS_CAMERA_LIST (list), NULL);

  self = g_object_new (LK_TYPE_CAMERA_DIALOG, "transient-for", parent, NULL);
  self->list = g_object_ref (list);
  lk_camera_finder_set_cameras (self->finder, list);
  g_set_object (&self->session, session);
  if (session != NULL)
    fill_form (self);
  else
    gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->address));
  return self;
}
