/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE /* memmem() */

#include "config.h"

#include "lk-fault-secrets.h"

#include <string.h>

#define KEY_BYTES 30
/* What is looked for in base64: long enough to be no accident, short enough to fit in a line. */
#define WINDOW_BYTES 12

static char *own_folder; /* temporary files and home, once begun */
static char *exposed;    /* (nullable) the file for a child's messages */
static GMutex mutex;
static GString *messages;

static GLogWriterOutput
keep_message (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  g_mutex_lock (&mutex);
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      g_string_append_printf (messages, "%s\n", (const char *)fields[i].value);
  if (exposed != NULL)
    (void)g_file_set_contents (exposed, messages->str, -1, NULL); /* missing, nothing is found */
  g_mutex_unlock (&mutex);
  return g_log_writer_default (level, fields, n_fields, user_data);
}

void
lk_fault_secrets_begin (void)
{
  static const char *const variables[] = { "TMPDIR", "HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME",
                                           "XDG_CONFIG_HOME", "XDG_STATE_HOME" };
  g_autoptr (GError) error = NULL;

  own_folder = g_build_filename (g_getenv ("TMPDIR") != NULL ? g_getenv ("TMPDIR") : "/tmp", "lk-faults-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (own_folder));
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    g_assert_true (g_setenv (variables[i], own_folder, TRUE));
  messages = g_string_new (NULL);
  g_log_set_writer_func (keep_message, NULL, NULL);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  (void)g_file_delete (file, NULL, NULL); /* what is left is seen by whoever runs the tests */
}

void
lk_fault_secrets_end (void)
{
  remove_tree (own_folder);
  g_clear_pointer (&own_folder, g_free);
}

void
lk_fault_secrets_expose (const char *folder)
{
  static const char *const names[] = { "cmdline", "environ" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename ("/proc/self", names[i], NULL);
      g_autofree char *to = g_strdup_printf ("%s/child-%s", folder, names[i]);
      g_autofree char *text = NULL;
      gsize length = 0;

      g_assert_true (g_file_get_contents (from, &text, &length, NULL));
      g_assert_true (g_file_set_contents (to, text, (gssize)length, NULL));
    }
  messages = g_string_new (NULL);
  exposed = g_build_filename (folder, "child-messages", NULL);
  g_log_set_writer_func (keep_message, NULL, NULL);
}

/* What to look for */

static void
add (GPtrArray *patterns, gconstpointer bytes, gsize length)
{
  g_ptr_array_add (patterns, g_bytes_new (bytes, length));
}

static void
add_text (GPtrArray *patterns, const char *text)
{
  add (patterns, text, strlen (text));
}

/* As they are, as hex, and as base64 wherever in a longer text they begin and a line ends. */
static void
add_forms (GPtrArray *patterns, const guint8 *bytes, gsize length)
{
  g_autoptr (GString) lower = g_string_new (NULL);
  g_autofree char *upper = NULL;

  add (patterns, bytes, length);
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (lower, "%02x", bytes[i]);
  upper = g_ascii_strup (lower->str, -1);
  add_text (patterns, lower->str);
  add_text (patterns, upper);
  for (gsize i = 0; i + WINDOW_BYTES <= length; i++)
    {
      g_autofree char *base64 = g_base64_encode (bytes + i, WINDOW_BYTES);

      add_text (patterns, base64);
    }
}

static void
add_password (GPtrArray *patterns, const char *password)
{
  g_autofree char *escaped = g_uri_escape_string (password, NULL, FALSE);
  g_autofree char *form = g_strdelimit (g_strdup (password), " ", '+');

  add_forms (patterns, (const guint8 *)password, strlen (password));
  add_text (patterns, escaped);
  add_text (patterns, form);
}

GBytes *
lk_fault_secrets_dup_key (LkTestCamera *door)
{
  gnutls_datum_t k = { NULL, 0 };
  GBytes *bytes;

  g_assert_cmpint (gnutls_x509_privkey_export_ecc_raw (door->client->key, NULL, NULL, NULL, &k), ==,
                   0);
  bytes = g_bytes_new (k.data + k.size - KEY_BYTES, KEY_BYTES);
  gnutls_free (k.data);
  return bytes;
}

static GPtrArray *
list_patterns (LkTestCamera *door)
{
  GPtrArray *patterns = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (GBytes) key = lk_fault_secrets_dup_key (door);

  add_forms (patterns, g_bytes_get_data (key, NULL), KEY_BYTES);
  add_password (patterns, LK_TEST_CAMERA_PASSWORD);
  add_password (patterns, LK_TEST_CAMERA_FILE_PASSWORD);
  add_text (patterns, "Digest username="); /* the value of an Authorization header */
  return patterns;
}

/* Where to look */

static void
search_bytes (
  const char *place, const char *bytes, gsize length, GPtrArray *patterns, GString *broken)
{
  for (guint i = 0; bytes != NULL && i < patterns->len; i++)
    {
      GBytes *pattern = g_ptr_array_index (patterns, i);

      if (memmem (bytes, length, g_bytes_get_data (pattern, NULL), g_bytes_get_size (pattern)) ==
          NULL)
        continue;
      g_string_append_printf (broken, "%sI4: a secret stands in %s", broken->len > 0 ? "; " : "",
                              place);
      return;
    }
}

static void
search_text (const char *place, const char *text, GPtrArray *patterns, GString *broken)
{
  search_bytes (place, text, text != NULL ? strlen (text) : 0, patterns, broken);
}

static void
search_file (const char *path, GPtrArray *patterns, GString *broken)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;

  if (g_file_get_contents (path, &bytes, &length, NULL))
    search_bytes (path, bytes, length, patterns, broken);
}

/* The camera's own memory and what the test itself put beside it are not ours. */
static void
search_tree (const char *path, LkTestCamera *door, GPtrArray *patterns, GString *broken)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (g_str_equal (path, door->sim_folder))
    return;
  if (dir == NULL)
    search_file (path, patterns, broken);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      search_tree (child, door, patterns, broken);
    }
}

void
lk_fault_secrets_listen (void)
{
  g_log_set_default_handler (g_log_default_handler, NULL);
}

void
lk_fault_secrets_search (LkTestCamera *door, LkOutcome *outcome, GString *broken)
{
  g_autoptr (GPtrArray) patterns = list_patterns (door);
  g_autofree char *log = lk_log_to_text (door->log);
  g_autoptr (JsonNode) said = outcome != NULL ? lk_outcome_to_json (outcome) : NULL;
  g_autofree char *words = said != NULL ? json_to_string (said, FALSE) : NULL;

  g_assert_nonnull (own_folder);
  search_tree (own_folder, door, patterns, broken);
  search_file ("/proc/self/cmdline", patterns, broken);
  search_file ("/proc/self/environ", patterns, broken);
  search_text ("the connection's log", log, patterns, broken);
  search_text ("the outcome", words, patterns, broken);
  g_mutex_lock (&mutex);
  search_bytes ("the messages", messages->str, messages->len, patterns, broken);
  g_string_truncate (messages, 0);
  g_mutex_unlock (&mutex);
}
