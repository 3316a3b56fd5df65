/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* latchkey-simcamera: the simulated camera as a program. */

#include "config.h"

#include "simcamera/lk-sim-camera.h"
#include "simcamera/lk-sim-faults.h"
#include "simcamera/lk-sim-onvif.h"
#include "simcamera/lk-sim-samples.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>

#define MAX_NUMBER G_GINT64_CONSTANT (100000000000)

static struct
{
  int port;
  int http_port;
  char *state;
  char *profile;
  char *user;
  char *password_file;
  char *model;
  char *firmware;
  char *clock_offset;
  char **faults;
  char *record;
  char *samples;
  char *digest;
  gboolean onvif;
  gboolean discoverable;
  char **onvif_quirks;
  double down_s;
  gboolean version;
} arguments = { .http_port = -1, .down_s = 3 };

static const GOptionEntry entries[] = {
  { "port", 0, 0, G_OPTION_ARG_INT, &arguments.port, "HTTPS port (0 or left out: any free one)", "N" },
  { "http-port", 0, 0, G_OPTION_ARG_INT, &arguments.http_port, "Plain HTTP too, where “SSL function” allows it (0: any free port)", "N" },
  { "state", 0, 0, G_OPTION_ARG_FILENAME, &arguments.state, "Remember everything in this folder", "DIR" },
  { "profile", 0, 0, G_OPTION_ARG_FILENAME, &arguments.profile, "Device profile that says the names", "FILE" },
  { "user", 0, 0, G_OPTION_ARG_STRING, &arguments.user, "Administrator’s name (default: " LK_SIM_DEFAULT_USER ")", "NAME" },
  { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &arguments.password_file, "First line is the password (default: " LK_SIM_DEFAULT_PASSWORD ")", "FILE" },
  { "model", 0, 0, G_OPTION_ARG_STRING, &arguments.model, "Model name to tell", "NAME" },
  { "firmware", 0, 0, G_OPTION_ARG_STRING, &arguments.firmware, "Firmware version to tell", "VERSION" },
  { "clock-offset", 0, 0, G_OPTION_ARG_STRING, &arguments.clock_offset, "Camera’s clock minus this computer’s", "SECONDS" },
  { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments.faults, "Have a fault; may be repeated, see below", "SPEC" },
  { "down", 0, 0, G_OPTION_ARG_DOUBLE, &arguments.down_s, "How long a reboot takes (default: 3)", "SECONDS" },
  { "digest", 0, 0, G_OPTION_ARG_STRING, &arguments.digest, "Login to offer: md5 (default), sha256, both", "NAME" },
  { "onvif", 0, 0, G_OPTION_ARG_NONE, &arguments.onvif, "Speak ONVIF too", NULL },
  { "discoverable", 0, 0, G_OPTION_ARG_NONE, &arguments.discoverable, "Speak ONVIF, and be found by WS-Discovery from this computer", NULL },
  { "onvif-quirk", 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments.onvif_quirks, "Speak ONVIF with a quirk; may be repeated, see below", "SPEC" },
  { "record", 0, 0, G_OPTION_ARG_FILENAME, &arguments.record, "Write what happens, one JSON line an event", "FILE" },
  { "samples", 0, 0, G_OPTION_ARG_FILENAME, &arguments.samples, "Write certificate files to try everything with into this folder", "DIR" },
  { "version", 0, 0, G_OPTION_ARG_NONE, &arguments.version, "Print the version", NULL },
  { NULL }
};

static int
fail (const char *message)
{
  g_printerr ("latchkey-simcamera: %s\n", message);
  return 2;
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static gboolean
check_numbers (LkSimCameraOptions *options, GError **error)
{
  static const char *const digests[] = { "md5", "sha256", "both" };
  gint64 offset = 0;
  gsize login = 0;

  if (arguments.port < 0 || arguments.port > G_MAXUINT16 || arguments.http_port < -1 ||
      arguments.http_port > G_MAXUINT16)
    return g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "A port is a number from 0 to 65535"), FALSE;
  if (arguments.port != 0 && arguments.port == arguments.http_port)
    return g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--port and --http-port have to differ"), FALSE;
  if (!(arguments.down_s >= 0 && arguments.down_s <= 3600)) /* nor what is no number */
    return g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--down takes 0 to 3600 seconds"), FALSE;
  if (arguments.clock_offset != NULL &&
      !g_ascii_string_to_signed (arguments.clock_offset, 10, -MAX_NUMBER, MAX_NUMBER, &offset,
                                 NULL))
    return g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--clock-offset takes a number of seconds"), FALSE;
  while (arguments.digest != NULL && login < G_N_ELEMENTS (digests) &&
         !g_str_equal (digests[login], arguments.digest))
    login++;
  if (login == G_N_ELEMENTS (digests))
    return g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--digest takes md5, sha256 or both"), FALSE;

  options->port = (guint16)arguments.port;
  options->has_http = arguments.http_port >= 0;
  options->http_port = (guint16)MAX (arguments.http_port, 0);
  options->clock_offset_s = offset;
  options->has_clock_offset = arguments.clock_offset != NULL;
  options->login = (LkSimLogin)login;
  options->down_ms = MAX ((guint)(arguments.down_s * 1000), 1);
  return TRUE;
}

static gboolean
parse (int argc, char *argv[], GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- a simulated camera to try Latchkey on");
  g_autofree char *faults = lk_sim_faults_describe ();
  g_autofree char *quirks = lk_sim_onvif_describe_quirks ();
  g_autofree char *description = g_strconcat (faults, "\n", quirks, NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (argc > 1)
    return g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, "“%s” is not expected", argv[1]), FALSE;
  return TRUE;
}

static LkSimCamera *
make_camera (GError **error)
{
  g_autoptr (LkSncProfile) profile = NULL;
  g_autoptr (LkSecret) password = NULL;
  LkSimCameraOptions options = {
    .state_folder = arguments.state,
    .user = arguments.user,
    .model = arguments.model,
    .firmware = arguments.firmware,
    .faults = (const char *const *)arguments.faults,
    .record_path = arguments.record,
    .onvif = arguments.onvif || arguments.discoverable || arguments.onvif_quirks != NULL,
    .discoverable = arguments.discoverable,
    .onvif_quirks = (const char *const *)arguments.onvif_quirks,
  };

  if (!check_numbers (&options, error))
    return NULL;
  if (arguments.samples != NULL && !lk_sim_samples_write (arguments.samples, error))
    return NULL;
  if (arguments.profile != NULL &&
      (profile = lk_snc_profile_load (arguments.profile, error)) == NULL)
    return NULL;
  if (arguments.password_file != NULL &&
      (password = lk_secret_new_from_file (arguments.password_file, NULL, error)) == NULL)
    return NULL;
  options.profile = profile;
  options.password = password;
  return lk_sim_camera_new (&options, error);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (LkSimCamera) camera = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *pin = NULL;

  (void)setlocale (LC_ALL, ""); /* without one messages are English */
  if (!parse (argc, argv, &error))
    return fail (error->message);
  if (arguments.version)
    {
      g_print ("latchkey-simcamera %s\n", PACKAGE_VERSION);
      return 0;
    }
  camera = make_camera (&error);
  if (camera == NULL)
    return fail (error->message);

  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  lk_sim_camera_start (camera);
  pin = lk_sim_camera_dup_pin (camera);
  g_print ("ready %s %s\n", lk_sim_camera_get_uri (camera), pin);
  (void)fflush (stdout); /* nobody may be reading */
  g_main_loop_run (loop);
  lk_sim_camera_stop (camera);
  return 0;
}
