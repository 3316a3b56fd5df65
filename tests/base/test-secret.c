/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "base/lk-secret.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_holds (void)
{
  g_autoptr (LkSecret) text = lk_secret_new ("swordfish", -1);
  g_autoptr (LkSecret) same = lk_secret_new ("swordfish and more", 9);
  g_autoptr (LkSecret) binary = lk_secret_new ("a\0b", 3);

  g_assert_cmpstr (lk_secret_get_text (text), ==, "swordfish");
  g_assert_true (lk_secret_equal (text, same));
  g_assert_false (lk_secret_equal (text, binary));
  g_assert_false (lk_secret_equal (text, NULL));
  g_assert_true (lk_secret_equal (NULL, NULL));
  g_assert_cmpuint (lk_secret_get_length (binary), ==, 3);
  g_assert_true (lk_secret_is_empty (NULL));
}

static void
test_wipes (void)
{
  char memory[] = "swordfish";

  lk_secret_wipe (memory, sizeof memory);
  for (gsize i = 0; i < sizeof memory; i++)
    g_assert_cmpint (memory[i], ==, 0);
}

static void
test_file (gconstpointer data)
{
  const char *const *row = data;
  g_autofree char *path = NULL;
  g_autoptr (LkSecret) secret = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("lk-secret-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, row[0], -1, NULL));
  secret = lk_secret_new_from_file (path, NULL, &error);
  g_remove (path);
  g_assert_no_error (error);
  g_assert_cmpstr (lk_secret_get_text (secret), ==, row[1]);
}

static void
test_refuses_long_line (void)
{
  g_autofree char *path = NULL;
  g_autofree char *line = g_strnfill (5000, 'x');
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("lk-secret-XXXXXX", &path, NULL);

  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, line, -1, NULL));
  g_assert_null (lk_secret_new_from_file (path, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
  g_assert_null (strstr (error->message, "xxx"));
  g_remove (path);
}

static void
test_missing_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lk_secret_new_from_file ("/nonexistent/password", NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
}

int
main (int argc, char *argv[])
{
  static const char *const unix_row[] = { "pass word\nrest\n", "pass word" };
  static const char *const dos_row[] = { "password\r\n", "password" };
  static const char *const bare_row[] = { "password", "password" };
  static const char *const empty_row[] = { "", "" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/secret/holds-bytes-and-compares", test_holds);
  g_test_add_func ("/base/secret/wipes", test_wipes);
  g_test_add_data_func ("/base/secret/file/first-line", unix_row, test_file);
  g_test_add_data_func ("/base/secret/file/dos-line-end", dos_row, test_file);
  g_test_add_data_func ("/base/secret/file/no-line-end", bare_row, test_file);
  g_test_add_data_func ("/base/secret/file/empty", empty_row, test_file);
  g_test_add_func ("/base/secret/file/refuses-a-long-line", test_refuses_long_line);
  g_test_add_func ("/base/secret/file/says-what-is-missing", test_missing_file);
  return g_test_run ();
}
