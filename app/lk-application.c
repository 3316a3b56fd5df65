/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-application.h"

#include "base/lk-job.h"
#include "baseline/lk-button-names.h"
#include "baseline/lk-file-picker.h"
#include "lk-demo.h"
#include "lk-doors.h"
#include "lk-window.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

struct _LkApplication
{
  AdwApplication parent_instance;

  LkCameraList *cameras;
  gboolean demonstration; /* is wanted */
  LkDemo *demo;           /* (nullable) is there */
  gboolean preparing;     /* it, on a worker */
  gboolean ending;
  gboolean begun; /* to load what the window is to show */
  guint patience; /* source that begins when no frame comes */
};

G_DEFINE_FINAL_TYPE (LkApplication, lk_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Start on a simulated camera; touches nothing of yours"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
  { 0 },
};

/* The first frame is worth waiting this long for. */
#define PATIENCE_MS 1000

static void
show_cameras (LkApplication *self, LkWindow *window)
{
  lk_window_set_cameras (window, self->cameras);
  if (self->demo != NULL)
    {
      g_autofree char *notice = lk_demo_describe (self->demo);

      lk_window_set_notice (window, notice, lk_demo_get_samples_folder (self->demo),
                            _ ("_Open Samples"), "app.open-samples");
    }
}

static LkWindow *
get_window (LkApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));
  LkWindow *window;

  for (GList *l = windows; l != NULL; l = l->next)
    if (LK_IS_WINDOW (l->data))
      return l->data;

  window = lk_window_new (GTK_APPLICATION (self));
  if (self->cameras != NULL)
    show_cameras (self, window);
  else if (self->demonstration)
    lk_window_set_loading (window, _ ("Preparing the demonstration…"));
  return window;
}

static void
add_demo_camera_cb (LkApplication *self)
{
  g_autoptr (LkCameraSession) session = lk_demo_create_session (self->demo, self->cameras);

  lk_camera_list_add (self->cameras, session);
}

static gpointer
make_demo_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  return lk_demo_new (error);
}

static void
demo_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkApplication) self = data;
  g_autoptr (GError) error = NULL;

  self->demo = lk_job_finish (result, &error);
  self->preparing = FALSE;
  if (self->ending)
    return;
  if (self->demo == NULL)
    {
      g_printerr ("latchkey: %s\n", error->message);
      g_application_quit (G_APPLICATION (self));
      return;
    }
  self->cameras = lk_camera_list_new (lk_demo_get_store_folder (self->demo));
  g_signal_connect_object (self->cameras, "notify::ready", G_CALLBACK (add_demo_camera_cb), self,
                           G_CONNECT_SWAPPED);
  show_cameras (self, get_window (self));
  lk_camera_list_load (self->cameras);
}

/* The window comes first; what it is to show follows it. */
static gboolean
begin_cb (gpointer data)
{
  LkApplication *self = data;
  LkJobSpec spec = { .name = "demonstration", .run = make_demo_thread, .free_value = g_object_unref };

  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->begun)
    return G_SOURCE_REMOVE;
  self->begun = TRUE;
  self->preparing = self->demonstration;
  if (self->demonstration)
    lk_job_start (&spec, NULL, demo_made_cb, g_object_ref (self));
  else
    lk_camera_list_load (self->cameras);
  return G_SOURCE_REMOVE;
}

static void
painted_cb (LkApplication *self, GdkFrameClock *clock)
{
  g_signal_handlers_disconnect_by_func (clock, painted_cb, self);
  begin_cb (self);
}

static void
begin_after_first_frame (LkApplication *self, GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  if (self->begun || self->patience != 0)
    return;
  if (clock != NULL)
    g_signal_connect_object (clock, "after-paint", G_CALLBACK (painted_cb), self, G_CONNECT_SWAPPED);
  /* A window that nobody sees is not painted. */
  self->patience = g_timeout_add (PATIENCE_MS, begin_cb, self);
}

static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkApplication) self = data;
  g_autoptr (GFile) file = lk_file_picker_finish (result, NULL);

  if (file != NULL)
    lk_door_open_files (GTK_APPLICATION (self),
                        gtk_application_get_active_window (GTK_APPLICATION (self)), &file, 1);
}

static void
open_certificate_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const char *const suffixes[] = { "pem", "crt", "cer", "der", "p7b", "p7c", "p12", "pfx", "csr", "crl", "key", NULL };
  LkFilePicker picker = {
    .title = _ ("Open Certificate"),
    .filter_name = _ ("Certificates and Keys"),
    .suffixes = suffixes,
  };

  lk_file_picker_open_async (gtk_application_get_active_window (data), &picker, NULL,
                             file_chosen_cb, g_object_ref (data));
}

static void
personal_certificates_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  lk_door_open_personal (gtk_application_get_active_window (data));
}

static void
demonstration_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  /* A program of its own shares nothing with this one: no store, no keyring, no camera. */
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error,
                              program != NULL ? program : "latchkey", "--demo", NULL);
  if (process == NULL)
    g_warning ("%s", error->message);
}

static void
open_samples_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LkApplication *self = data;
  g_autofree char *uri = self->demo != NULL
                           ? g_filename_to_uri (lk_demo_get_samples_folder (self->demo), NULL, NULL)
                           : NULL;

  if (uri != NULL)
    gtk_show_uri (gtk_application_get_active_window (data), uri, GDK_CURRENT_TIME);
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (gtk_application_get_active_window (data),
                         "application-name", "Latchkey",
                         "application-icon", APP_ID,
                         "developer-name", _ ("The Latchkey authors"),
                         "version", PACKAGE_VERSION,
                         "comments", _ ("Turn on SSL client authentication on network cameras without locking anybody out."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "copyright", "© 2026 The Latchkey authors",
                         /* Translators: your name, one a line */
                         "translator-credits", _ ("translator-credits"),
                         NULL);
}

/* Made when asked for: with the name that GTK looks for, it would be made before the first
 * frame. */
static void
shortcuts_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/io/github/latchkey/Latchkey/lk-shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, gtk_application_get_active_window (data));
  gtk_window_present (shortcuts);
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GList *windows;

  for (windows = gtk_application_get_windows (data); windows != NULL; windows = windows->next)
    if (LK_IS_WINDOW (windows->data) && lk_window_asks_before (windows->data, "app.quit"))
      return;
  while ((windows = gtk_application_get_windows (data)) != NULL)
    {
      GtkWindow *window = windows->data;

      gtk_window_close (window);
      if (g_list_find (gtk_application_get_windows (data), window) != NULL)
        gtk_window_destroy (window);
    }
}

static const GActionEntry actions[] = {
  { .name = "open-certificate", .activate = open_certificate_action },
  { .name = "personal-certificates", .activate = personal_certificates_action },
  { .name = "demonstration", .activate = demonstration_action },
  { .name = "open-samples", .activate = open_samples_action },
  { .name = "shortcuts", .activate = shortcuts_action },
  { .name = "about", .activate = about_action },
  { .name = "quit", .activate = quit_action },
};

static const struct
{
  const char *action;
  const char *accelerators[3];
} shortcuts[] = {
  { "app.open-certificate", { "<Control>o" } },
  { "app.shortcuts", { "<Control>question" } },
  { "app.personal-certificates", { "<Control><Shift>p" } }, /* Ctrl+P prints */
  { "app.quit", { "<Control>q" } },
  { "win.add-camera", { "<Control>n" } },
  { "win.search", { "<Control>f" } },
  { "win.reload", { "<Control>r", "F5" } },
  { "win.set-up", { "<Control>e" } },
  { "win.back", { "<Alt>Left" } },
  { "window.close", { "<Control>w" } },
};

/* Asked to end by the system: as if by the user, so that nothing is left behind. */
static gboolean
terminated_cb (gpointer data)
{
  g_application_quit (G_APPLICATION (data));
  return G_SOURCE_REMOVE;
}

static void
lk_application_startup (GApplication *application)
{
  LkApplication *self = LK_APPLICATION (application);

  G_APPLICATION_CLASS (lk_application_parent_class)->startup (application);
  lk_button_names_mend ();

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), shortcuts[i].action,
                                           shortcuts[i].accelerators);

  g_unix_signal_add (SIGTERM, terminated_cb, self);
  g_unix_signal_add (SIGINT, terminated_cb, self);

  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "demonstration")),
    !self->demonstration);
  if (!self->demonstration)
    self->cameras = lk_camera_list_new (NULL);
}

static void
lk_application_activate (GApplication *application)
{
  LkApplication *self = LK_APPLICATION (application);
  LkWindow *window = get_window (self);

  gtk_window_present (GTK_WINDOW (window));
  begin_after_first_frame (self, GTK_WIDGET (window));
}

static void
lk_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  LkApplication *self = LK_APPLICATION (application);

  /* Whoever opens a file wants to see the file, not the cameras; the demonstration shows its camera
   * as well. */
  if (self->demonstration)
    g_application_activate (application);
  lk_door_open_files (GTK_APPLICATION (self),
                      gtk_application_get_active_window (GTK_APPLICATION (self)), files, n_files);
}

static int
lk_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  LkApplication *self = LK_APPLICATION (application);

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("Latchkey %s\n", PACKAGE_VERSION);
      return 0;
    }
  if (g_variant_dict_contains (dict, "demo"))
    {
      self->demonstration = TRUE;
      g_application_set_flags (application,
                               g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
    }
  return -1;
}

static void
lk_application_shutdown (GApplication *application)
{
  LkApplication *self = LK_APPLICATION (application);

  /* Whoever still holds the application: the demonstration leaves nothing behind. */
  g_clear_handle_id (&self->patience, g_source_remove);
  self->ending = TRUE;
  while (self->preparing)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self->demo);
  G_APPLICATION_CLASS (lk_application_parent_class)->shutdown (application);
}

static void
lk_application_finalize (GObject *object)
{
  LkApplication *self = LK_APPLICATION (object);

  g_clear_object (&self->cameras);
  g_clear_object (&self->demo);
  G_OBJECT_CLASS (lk_application_parent_class)->finalize (object);
}

static void
lk_application_class_init (LkApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lk_application_finalize;
  application_class->startup = lk_application_startup;
  application_class->activate = lk_application_activate;
  application_class->shutdown = lk_application_shutdown;
  application_class->open = lk_application_open;
  application_class->handle_local_options = lk_application_handle_local_options;
}

static void
lk_application_init (LkApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
  g_application_set_option_context_summary (G_APPLICATION (self), _ ("Turn on SSL client authentication on network cameras without locking anybody out."));
}

LkApplication *
lk_application_new (void)
{
  return g_object_new (LK_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/latchkey/Latchkey",
                       NULL);
}
