/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "store/lk-password-store.h"

#include <string.h>

static void
test_absent (void)
{
  g_autoptr (LkSecret) password = lk_secret_new ("swordfish", -1);
  g_autoptr (GError) error = NULL;

  g_assert_false (lk_password_store_save ("gate", "Gate", password, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_STORE_FAILED);
  g_assert_null (strstr (error->message, "swordfish"));
  g_clear_error (&error);
  g_assert_null (lk_password_store_load ("gate", NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_STORE_FAILED);
  g_clear_error (&error);
  g_assert_false (lk_password_store_clear ("gate", NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_STORE_FAILED);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (lk_password_store_load ("gate", cancellable, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/password-store/says-that-no-service-runs", test_absent);
  g_test_add_func ("/password-store/can-be-cancelled", test_cancelled);

  return g_test_run ();
}
