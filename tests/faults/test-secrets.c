/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The search for secrets that follows each run of the matrix finds nothing after a sound run, and
 * finds what is planted: every secret in every form, and every place. */

#include "config.h"

#include "store/lk-journal.h"

#include "lk-fault-secrets.h"

#include <glib/gstdio.h>
#include <string.h>

/* Gives one secret as it might leak. */
typedef char *(*Form) (LkTestCamera *door);

static char *
give_password (LkTestCamera *door)
{
  return g_strdup ("PASS " LK_TEST_CAMERA_PASSWORD "\n");
}

static char *
give_file_password (LkTestCamera *door)
{
  return g_strdup ("p12=" LK_TEST_CAMERA_FILE_PASSWORD);
}

static char *
give_form_field (LkTestCamera *door)
{
  return g_strdup ("user=admin&password=a+long+passphrase,+52");
}

static char *
give_query (LkTestCamera *door)
{
  g_autofree char *escaped = g_uri_escape_string (LK_TEST_CAMERA_PASSWORD, NULL, FALSE);

  return g_strdup_printf ("GET /?p=%s", escaped);
}

static char *
give_basic (LkTestCamera *door)
{
  const char *login = "admin:" LK_TEST_CAMERA_PASSWORD;
  g_autofree char *base64 = g_base64_encode ((const guint8 *)login, strlen (login));

  return g_strdup_printf ("Basic %s", base64);
}

static char *
give_authorization (LkTestCamera *door)
{
  return g_strdup ("Authorization: Digest username=\"admin\", response=\"0\"");
}

static char *
give_pem (LkTestCamera *door)
{
  return lk_test_cert_key_to_pem (door->client, NULL);
}

static char *
give_hex (LkTestCamera *door, const char *format)
{
  g_autoptr (GBytes) key = lk_fault_secrets_dup_key (door);
  const guint8 *bytes = g_bytes_get_data (key, NULL);
  GString *text = g_string_new ("key ");

  for (gsize i = 0; i < g_bytes_get_size (key); i++)
    g_string_append_printf (text, format[0] == 'x' ? "%02x" : "%02X", bytes[i]);
  return g_string_free (text, FALSE);
}

static char *
give_lower_hex (LkTestCamera *door)
{
  return give_hex (door, "x");
}

static char *
give_upper_hex (LkTestCamera *door)
{
  return give_hex (door, "X");
}

static const struct
{
  const char *path;
  Form form;
} forms[] = {
  { "/faults/secrets/form/password", give_password },
  { "/faults/secrets/form/file-password", give_file_password },
  { "/faults/secrets/form/form-field", give_form_field },
  { "/faults/secrets/form/query", give_query },
  { "/faults/secrets/form/basic", give_basic },
  { "/faults/secrets/form/authorization", give_authorization },
  { "/faults/secrets/form/pem", give_pem },
  { "/faults/secrets/form/lower-hex", give_lower_hex },
  { "/faults/secrets/form/upper-hex", give_upper_hex },
};

static char *
search (LkTestCamera *door)
{
  g_autoptr (GString) broken = g_string_new (NULL);

  lk_fault_secrets_search (door, NULL, broken);
  return g_string_free (g_steal_pointer (&broken), FALSE);
}

static void
test_form (gconstpointer data)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "leak", NULL);
  g_autofree char *text = forms[GPOINTER_TO_SIZE (data)].form (door);
  g_autofree char *before = search (door);
  g_autofree char *found = NULL;

  g_assert_cmpstr (before, ==, "");
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  found = search (door);
  g_assert_nonnull (strstr (found, path));
  g_assert_cmpint (g_remove (path), ==, 0);
}

/* The places */

static void
plant_in_store (LkTestCamera *door)
{
  g_autofree char *path = g_build_filename (door->folder, "deeper", NULL);
  g_autofree char *file = g_build_filename (path, "cache", NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, LK_TEST_CAMERA_PASSWORD, -1, NULL));
}

static void
take_from_store (LkTestCamera *door)
{
  g_autofree char *path = g_build_filename (door->folder, "deeper", NULL);
  g_autofree char *file = g_build_filename (path, "cache", NULL);

  g_assert_cmpint (g_remove (file), ==, 0);
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
plant_in_journal (LkTestCamera *door)
{
  LkJournalFields fields = {
    .camera_id = "door", .phase = "enable", .note = LK_TEST_CAMERA_PASSWORD
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkJournalEntry) entry = lk_journal_begin (door->store, &fields, &error);

  g_assert_no_error (error);
}

static void
plant_in_messages (LkTestCamera *door)
{
  g_debug ("trying %s", LK_TEST_CAMERA_PASSWORD);
}

static void
plant_in_log (LkTestCamera *door)
{
  g_autofree char *pem = give_pem (door);

  lk_log_add (door->log, "> %s", pem);
}

static const struct
{
  const char *path;
  void (*plant) (LkTestCamera *door);
  void (*take) (LkTestCamera *door); /* (nullable) */
  const char *found;
} places[] = {
  { "/faults/secrets/place/store", plant_in_store, take_from_store, "cache" },
  { "/faults/secrets/place/journal", plant_in_journal, NULL, "latchkey.db" },
  { "/faults/secrets/place/messages", plant_in_messages, NULL, "the messages" },
  { "/faults/secrets/place/log", plant_in_log, NULL, "the connection's log" },
};

static void
test_place (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autofree char *before = search (door);
  g_autofree char *found = NULL;

  g_assert_cmpstr (before, ==, "");
  places[i].plant (door);
  found = search (door);
  g_test_message ("%s", found);
  g_assert_nonnull (strstr (found, places[i].found));
  if (places[i].take != NULL)
    places[i].take (door);
}

/* What others can see of a process, a child's as well as one's own. */
static void
test_process (gconstpointer data)
{
  gboolean as_argument = GPOINTER_TO_INT (data);
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  const char *argv[] = { "/proc/self/exe", "--expose", door->folder, NULL, NULL };
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  if (as_argument)
    argv[3] = LK_TEST_CAMERA_PASSWORD;
  else
    g_subprocess_launcher_setenv (launcher, "PIN", LK_TEST_CAMERA_FILE_PASSWORD, TRUE);
  child = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (child, NULL, &error));
  found = search (door);
  g_assert_nonnull (strstr (found, as_argument ? "child-cmdline" : "child-environ"));
}

int
main (int argc, char *argv[])
{
  int status;

  if (argc >= 3 && g_str_equal (argv[1], "--expose"))
    {
      lk_fault_secrets_expose (argv[2]);
      return 0;
    }
  lk_fault_secrets_begin ();
  g_test_init (&argc, &argv, NULL);
  lk_fault_secrets_listen ();
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    g_test_add_data_func (forms[i].path, GSIZE_TO_POINTER (i), test_form);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    g_test_add_data_func (places[i].path, GSIZE_TO_POINTER (i), test_place);
  g_test_add_data_func ("/faults/secrets/place/argument", GINT_TO_POINTER (TRUE), test_process);
  g_test_add_data_func ("/faults/secrets/place/environment", GINT_TO_POINTER (FALSE), test_process);
  status = g_test_run ();
  lk_fault_secrets_end ();
  return status;
}
