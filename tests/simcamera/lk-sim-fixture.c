/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-sim-fixture.h"

#include <stdarg.h>
#include <string.h>

#define LOGIN LK_SIM_DEFAULT_USER ":" LK_SIM_DEFAULT_PASSWORD

LkSimFixture *
lk_sim_fixture_new (const LkSimCameraOptions *options, const char *profile)
{
  LkSimFixture *self = g_new0 (LkSimFixture, 1);
  LkSimCameraOptions own = options != NULL ? *options : (LkSimCameraOptions){ 0 };
  g_autoptr (LkSncProfile) found = NULL;
  g_autoptr (GError) error = NULL;

  if (profile != NULL)
    own.profile = found = lk_snc_profile_find (profile, &error);
  g_assert_no_error (error);
  if (own.down_ms == 0)
    own.down_ms = 100;
  self->camera = lk_sim_camera_new (&own, &error);
  g_assert_no_error (error);
  lk_sim_camera_start (self->camera);
  self->folder = lk_test_folder_new ();
  self->ca = lk_test_ca_new ("CN=Site CA,O=Example", NULL);
  self->other_ca = lk_test_ca_new ("CN=Other CA", NULL);
  self->server = lk_test_server_new ("CN=camera.example", "DNS:camera.example,IP:127.0.0.1", self->ca);
  return self;
}

void
lk_sim_fixture_free (LkSimFixture *self)
{
  g_assert_finalize_object (self->camera);
  lk_test_folder_remove (self->folder);
  g_free (self->folder);
  lk_test_cert_free (self->ca);
  lk_test_cert_free (self->other_ca);
  lk_test_cert_free (self->server);
  g_free (self);
}

gboolean
lk_sim_fixture_has (const char *program)
{
  g_autofree char *path = g_find_program_in_path (program);

  if (path == NULL)
    g_test_skip_printf ("%s is not installed", program);
  return path != NULL;
}

char *
lk_sim_fixture_write_bytes (LkSimFixture *self, const char *name, GBytes *bytes)
{
  return lk_test_folder_write (self->folder, name, bytes);
}

char *
lk_sim_fixture_write (LkSimFixture *self, const char *name, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return lk_sim_fixture_write_bytes (self, name, bytes);
}

static char *
run (GPtrArray *arguments, const char *input, int *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) input_bytes = g_bytes_new (input, strlen (input));
  g_autoptr (GBytes) output = NULL;

  g_ptr_array_add (arguments, NULL);
  process = g_subprocess_newv ((const char *const *)arguments->pdata,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                 G_SUBPROCESS_FLAGS_STDERR_MERGE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, input_bytes, NULL, &output, NULL, &error);
  /* A program that ended before it read its input is no error of ours. */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    g_assert_no_error (error);
  if (code != NULL)
    *code = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  return output != NULL
           ? g_utf8_make_valid (g_bytes_get_data (output, NULL), (gssize)g_bytes_get_size (output))
           : g_strdup ("");
}

char *
lk_sim_fixture_curl (
  LkSimFixture *self, const char *const *arguments, const char *path, guint *status, int *code)
{
  static const char *const fixed[] = { "curl", "-q", "-sk", "--noproxy", "*", "-m", "20", "--digest", "-u", LOGIN, "-w", "\n%{http_code}" };
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  char *output;
  char *last;

  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++)
    g_ptr_array_add (list, g_strdup (fixed[i]));
  for (guint i = 0; arguments != NULL && arguments[i] != NULL; i++)
    g_ptr_array_add (list, g_strdup (arguments[i]));
  g_ptr_array_add (list, g_str_has_prefix (path, "http")
                           ? g_strdup (path)
                           : g_strconcat (lk_sim_camera_get_uri (self->camera), path, NULL));
  output = run (list, "", code);
  last = strrchr (output, '\n');
  g_assert_nonnull (last);
  if (status != NULL)
    *status = (guint)g_ascii_strtoull (last + 1, NULL, 10);
  *last = '\0';
  return output;
}

char *
lk_sim_fixture_ask (LkSimFixture *self, const char *group, const char *parameter)
{
  g_autofree char *path = g_strconcat ("/command/inquiry.cgi?inq=", group, NULL);
  guint status = 0;
  g_autofree char *text = lk_sim_fixture_curl (self, NULL, path, &status, NULL);
  g_auto (GStrv) pairs = g_strsplit (text, "&", -1);
  g_autofree char *prefix = g_strconcat (parameter, "=", NULL);

  g_assert_cmpuint (status, ==, 200);
  for (char **pair = pairs; *pair != NULL; pair++)
    if (g_str_has_prefix (*pair, prefix))
      return g_uri_unescape_string (*pair + strlen (prefix), NULL);
  g_assert_not_reached ();
}

guint
lk_sim_fixture_set (LkSimFixture *self, const char *path, const char *form)
{
  const char *const arguments[] = { "-d", form, NULL };
  guint status = 0;
  g_autofree char *text = lk_sim_fixture_curl (self, arguments, path, &status, NULL);

  return status;
}

guint
lk_sim_fixture_upload (LkSimFixture *self,
                       const char *path,
                       const char *const *fields,
                       const char *file)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autofree char *file_argument = g_strdup_printf ("file=@%s;type=application/octet-stream", file);
  g_autofree char *text = NULL;
  guint status = 0;

  for (; *fields != NULL; fields++)
    {
      g_ptr_array_add (arguments, (char *)"-F");
      g_ptr_array_add (arguments, (char *)*fields);
    }
  g_ptr_array_add (arguments, (char *)"-F");
  g_ptr_array_add (arguments, file_argument);
  g_ptr_array_add (arguments, NULL);
  text = lk_sim_fixture_curl (self, (const char *const *)arguments->pdata, path, &status, NULL);
  return status;
}

guint
lk_sim_fixture_import_ca (LkSimFixture *self, guint slot, const char *file)
{
  g_autofree char *number = g_strdup_printf ("Number=%u", slot);
  const char *const fields[] = { "Action=import", number, NULL };

  return lk_sim_fixture_upload (self, "/command/sslcacert.cgi", fields, file);
}

void
lk_sim_fixture_prepare (LkSimFixture *self)
{
  static const char *const fields[] = { "Action=import", "Format=pem", NULL };
  g_autofree char *ca_pem = lk_test_cert_to_pem (self->ca);
  g_autofree char *server_pem = lk_test_cert_to_pem_with_key (self->server, self->ca, NULL);
  g_autofree char *ca_path = lk_sim_fixture_write (self, "ca.pem", ca_pem);
  g_autofree char *server_path = lk_sim_fixture_write (self, "server.pem", server_pem);

  g_assert_cmpuint (lk_sim_fixture_upload (self, "/command/sslservercert.cgi", fields, server_path), ==, 204);
  g_assert_cmpuint (lk_sim_fixture_import_ca (self, 1, ca_path), ==, 204);
}

char *
lk_sim_fixture_s_client (LkSimFixture *self, const char *version, const char *identity)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();

  g_ptr_array_add (arguments, (char *)"openssl");
  g_ptr_array_add (arguments, (char *)"s_client");
  g_ptr_array_add (arguments, (char *)"-ign_eof");
  g_ptr_array_add (arguments, (char *)"-connect");
  g_ptr_array_add (arguments, (char *)lk_sim_camera_get_uri (self->camera) + strlen ("https://"));
  g_ptr_array_add (arguments, (char *)version);
  if (identity != NULL)
    {
      g_ptr_array_add (arguments, (char *)"-cert");
      g_ptr_array_add (arguments, (char *)identity);
      g_ptr_array_add (arguments, (char *)"-key");
      g_ptr_array_add (arguments, (char *)identity);
    }
  return run (arguments, "GET / HTTP/1.0\r\n\r\n", NULL);
}

gboolean
lk_sim_fixture_recorded (LkSimFixture *self, ...)
{
  g_autoptr (GPtrArray) record = lk_sim_camera_list_record (self->camera);

  for (guint i = 0; i < record->len; i++)
    {
      gboolean holds = TRUE;
      va_list texts;

      va_start (texts, self);
      for (const char *text = va_arg (texts, const char *); text != NULL;
           text = va_arg (texts, const char *))
        holds = holds && strstr (g_ptr_array_index (record, i), text) != NULL;
      va_end (texts);
      if (holds)
        return TRUE;
    }
  return FALSE;
}
