/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every error has something to say to a person. */

#include "config.h"

#include "base/lk-error.h"
#include "baseline/lk-error-text.h"

static void
test_complete (void)
{
  GError nothing = { .domain = 0 };

  for (int code = 0; code <= LK_ERROR_INTERNAL; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (LK_ERROR, code, "technical");

      g_test_message ("%s", lk_error_get_name (code));
      g_assert_cmpstr (lk_error_text_get_heading (error), !=, lk_error_text_get_heading (&nothing));
      g_assert_cmpstr (lk_error_text_get_hint (error), !=, "");
      g_assert_false (lk_error_text_is_silent (error));
    }
}

static void
test_foreign (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_NOENT, "no such file");
  g_autoptr (GError) wild = g_error_new_literal (LK_ERROR, 9999, "from the future");

  g_assert_cmpstr (lk_error_text_get_heading (error), ==, "Something Went Wrong");
  g_assert_cmpstr (lk_error_text_get_heading (wild), ==, "Something Went Wrong");
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");

  g_assert_true (lk_error_text_is_silent (error));
  g_assert_true (lk_error_text_is_silent (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/baseline/error-text/covers-every-code", test_complete);
  g_test_add_func ("/baseline/error-text/says-something-for-foreign-errors", test_foreign);
  g_test_add_func ("/baseline/error-text/is-silent-when-cancelled", test_cancelled);
  return g_test_run ();
}
