/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-form.h"

#include "camera/lk-camera-address.h"
#include "camera/lk-choice-row.h"
#include "driver/lk-driver.h"

#include <glib/gi18n.h>

struct _LkCameraForm
{
  AdwBin parent_instance;

  int driver;             /* DRIVER_AUTO, or one more than its place among the drivers */
  LkCameraList *cameras;  /* (nullable) */
  LkCameraRecord *record; /* (nullable) of the camera that is edited */
  gboolean address_left;  /* nobody is told of an address that is half typed */

  GtkWidget *find;
  AdwEntryRow *address;
  AdwActionRow *problem_row;
  GtkWidget *plain_row;
  GtkSwitch *plain;
  AdwEntryRow *name;
  LkChoiceRow *driver_row;
  AdwEntryRow *user;
  AdwPasswordEntryRow *password;
  GtkSwitch *remember;
};

G_DEFINE_FINAL_TYPE (LkCameraForm, lk_camera_form, ADW_TYPE_BIN)

enum
{
  CHANGED,
  FIND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The languages that cameras speak. */

#define DRIVER_AUTO 1

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
show_driver (LkCameraForm *self, int driver)
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
driver_chosen_cb (LkCameraForm *self, int value)
{
  self->driver = value;
}

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_text (gpointer row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

/* The camera of the list that has this address; NULL: none but the one that is edited. */
static LkCameraSession *
find_other (LkCameraForm *self, const char *uri)
{
  LkCameraSession *other =
    self->cameras != NULL ? lk_camera_list_find_by_uri (self->cameras, uri) : NULL;

  if (other == NULL || self->record == NULL)
    return other;
  return g_strcmp0 (lk_camera_record_get_id (lk_camera_session_get_record (other)),
                    lk_camera_record_get_id (self->record)) == 0
           ? NULL
           : other;
}

/* What is wrong with the address, for a person; NULL: nothing. */
static char *
create_problem (LkCameraForm *self)
{
  const char *typed = get_text (self->address);
  const char *problem = lk_camera_address_get_problem (typed);
  g_autofree char *uri = lk_camera_address_complete (typed);
  LkCameraSession *other = uri != NULL ? find_other (self, uri) : NULL;
  g_autofree char *name = other != NULL ? lk_camera_session_dup_name (other) : NULL;

  if (problem != NULL)
    return g_strdup (_ (problem));
  /* Translators: %s is the name of a camera */
  return name != NULL ? g_strdup_printf (_ ("“%s” is in the list with this address already."), name) : NULL;
}

static void
update_address (LkCameraForm *self)
{
  g_autofree char *problem = create_problem (self);
  g_autofree char *uri = lk_camera_address_complete (get_text (self->address));
  gboolean is_told;

  self->address_left = self->address_left && problem != NULL;
  is_told = self->address_left;
  if (is_told)
    g_object_set (self->problem_row, "title", problem, NULL); /* without markup */
  gtk_widget_set_visible (GTK_WIDGET (self->problem_row), is_told);
  if (is_told)
    gtk_widget_add_css_class (GTK_WIDGET (self->address), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->address), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->address), GTK_ACCESSIBLE_STATE_INVALID,
                               is_told ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_widget_set_visible (self->plain_row, uri != NULL && lk_camera_address_is_plain (uri));
}

static void
changed_cb (LkCameraForm *self)
{
  update_address (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
address_left_cb (LkCameraForm *self)
{
  if (self->address == NULL)
    return; /* the focus goes with the window */
  self->address_left = TRUE;
  update_address (self);
}

static void
find_cb (LkCameraForm *self)
{
  g_signal_emit (self, signals[FIND], 0);
}

static void
lk_camera_form_dispose (GObject *object)
{
  LkCameraForm *self = LK_CAMERA_FORM (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_CAMERA_FORM);
  g_clear_object (&self->cameras);
  g_clear_object (&self->record);
  G_OBJECT_CLASS (lk_camera_form_parent_class)->dispose (object);
}

static void
lk_camera_form_class_init (LkCameraFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_camera_form_dispose;
  signals[CHANGED] = g_signal_new ("changed", LK_TYPE_CAMERA_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[FIND] = g_signal_new ("find", LK_TYPE_CAMERA_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);

  g_type_ensure (LK_TYPE_CHOICE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-camera-form.ui");
  gtk_widget_class_bind_template_child (widget_class, LkCameraForm, find);
  gtk_widget_class_bind_template_child (widget_class, LkCameraForm, address);
  gtk_widget_class_bind_template_child (widget_class, LkCameraForm, problem_row);
  gtk_widget_class_bind_template_child (widget_class, LkCameraForm, plain_row);
  gtk_widget_class_bind_template_child (widget_class, LkCameraForm, plain);
  gtk_widget_class_bind_template_child (widget_class, LkCameraForm, name);
  gtk_widget_class_bind_template_child (widget_class, LkCameraForm, driver_row);
  gtk_widget_class_bind_template_child (widget_class, LkCameraForm, user);
  gtk_widget_class_bind_template_child (widget_class, LkCameraForm, password);
  gtk_widget_class_bind_template_child (widget_class, LkCameraForm, remember);
  gtk_widget_class_bind_template_callback (widget_class, address_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, driver_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_cb);
}

static void
lk_camera_form_init (LkCameraForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_driver (self, DRIVER_AUTO);
  changed_cb (self);
}

void
lk_camera_form_set_cameras (LkCameraForm *self, LkCameraList *cameras)
{
  g_return_if_fail (LK_IS_CAMERA_FORM (self));

  g_set_object (&self->cameras, cameras);
}

void
lk_camera_form_set_record (LkCameraForm *self, LkCameraRecord *record)
{
  const LkCameraRecordFields *fields;

  g_return_if_fail (LK_IS_CAMERA_FORM (self) && LK_IS_CAMERA_RECORD (record));

  g_set_object (&self->record, record);
  fields = lk_camera_record_get_fields (record);
  gtk_widget_set_visible (self->find, FALSE);
  show_driver (self, find_driver (fields->driver));
  set_text (self->address, fields->uri);
  set_text (self->name, fields->name);
  set_text (self->user, fields->user);
  gtk_switch_set_active (self->plain, fields->allow_plain_http);
}

void
lk_camera_form_set_found (LkCameraForm *self, LkFoundCamera *camera)
{
  g_return_if_fail (LK_IS_CAMERA_FORM (self) && LK_IS_FOUND_CAMERA (camera));

  set_text (self->address, lk_found_camera_get_uri (camera));
  set_text (self->name, lk_found_camera_get_name (camera));
  show_driver (self, DRIVER_AUTO);
}

void
lk_camera_form_set_address (LkCameraForm *self, const char *uri)
{
  g_return_if_fail (LK_IS_CAMERA_FORM (self));

  set_text (self->address, uri);
}

void
lk_camera_form_set_remember (LkCameraForm *self, gboolean remember)
{
  g_return_if_fail (LK_IS_CAMERA_FORM (self));

  gtk_switch_set_active (self->remember, remember);
}

GtkWidget *
lk_camera_form_get_field (LkCameraForm *self, LkCameraFormField field)
{
  g_return_val_if_fail (LK_IS_CAMERA_FORM (self), NULL);

  switch (field)
    {
    case LK_CAMERA_FORM_PLAIN:
      return GTK_WIDGET (self->plain);
    case LK_CAMERA_FORM_USER:
      return GTK_WIDGET (self->user);
    case LK_CAMERA_FORM_PASSWORD:
      return GTK_WIDGET (self->password);
    case LK_CAMERA_FORM_ADDRESS:
    default:
      return GTK_WIDGET (self->address);
    }
}

gboolean
lk_camera_form_is_complete (LkCameraForm *self)
{
  g_autofree char *uri = NULL;

  g_return_val_if_fail (LK_IS_CAMERA_FORM (self), FALSE);

  uri = lk_camera_address_complete (get_text (self->address));
  return uri != NULL && find_other (self, uri) == NULL &&
         (!lk_camera_address_is_plain (uri) || gtk_switch_get_active (self->plain));
}

gboolean
lk_camera_form_get_remember (LkCameraForm *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_FORM (self), FALSE);

  return gtk_switch_get_active (self->remember);
}

LkSecret *
lk_camera_form_create_password (LkCameraForm *self)
{
  const char *text;

  g_return_val_if_fail (LK_IS_CAMERA_FORM (self), NULL);

  text = get_text (self->password);
  return *text != '\0' ? lk_secret_new (text, -1) : NULL;
}

/* The key that is held to an address already, if any. */
static const char *
find_pin (LkCameraRecord *record, const char *uri)
{
  const LkCameraRecordFields *fields =
    record != NULL ? lk_camera_record_get_fields (record) : NULL;

  return fields != NULL && g_strcmp0 (fields->uri, uri) == 0 ? fields->pin : NULL;
}

LkCameraRecord *
lk_camera_form_create_record (LkCameraForm *self, LkCameraRecord *before, LkCameraRecord *tried)
{
  LkCameraRecordFields fields = { 0 };
  g_autofree char *uri = NULL;
  const char *user;
  const char *name;

  g_return_val_if_fail (LK_IS_CAMERA_FORM (self), NULL);

  if (!lk_camera_form_is_complete (self))
    return NULL;
  uri = lk_camera_address_complete (get_text (self->address));
  user = get_text (self->user);
  name = get_text (self->name);
  if (before != NULL)
    fields = *lk_camera_record_get_fields (before);
  fields.uri = uri;
  /* A key that was accepted a moment ago is not asked about again. */
  fields.pin = find_pin (tried, uri);
  if (fields.pin == NULL)
    fields.pin = find_pin (before, uri);
  fields.driver =
    self->driver == DRIVER_AUTO ? "auto" : lk_driver_list_names ()[self->driver - DRIVER_AUTO - 1];
  fields.user = *user != '\0' ? user : NULL;
  fields.name = *name != '\0' ? name : lk_camera_address_get_place (uri);
  fields.allow_plain_http = lk_camera_address_is_plain (uri) && gtk_switch_get_active (self->plain);
  return lk_camera_record_new (&fields);
}
