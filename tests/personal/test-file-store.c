/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-test-pki.h"

#include "base/lk-error.h"
#include "personal/lk-personal-stores.h"

typedef struct
{
  char *folder;
  char *selector;
  const char *const *answers;
  guint n_asked;
} Fixture;

static LkSecret *
ask (const char *title, LkPinState state, gpointer data, GCancellable *cancellable)
{
  Fixture *fixture = data;
  const char *answer = fixture->answers[fixture->n_asked];

  g_assert_cmpint (state, ==, fixture->n_asked == 0 ? LK_PIN_FIRST : LK_PIN_WRONG);
  if (answer == NULL)
    return NULL;
  fixture->n_asked++;
  return lk_secret_new (answer, -1);
}

static void
set_up (Fixture *fixture, gconstpointer answers)
{
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=Site CA", NULL);
  g_autoptr (LkTestCert) cert = lk_test_client_new ("CN=Kato Admin", ca);
  g_autoptr (GBytes) pkcs12 = lk_test_cert_to_pkcs12 (cert, ca, "right");
  g_autofree char *path = NULL;

  fixture->folder = lk_test_folder_new ();
  path = lk_test_folder_write (fixture->folder, "me & you.p12", pkcs12);
  fixture->selector = g_strconcat ("file:", path, NULL);
  fixture->answers = answers;
}

static void
tear_down (Fixture *fixture, gconstpointer answers)
{
  lk_test_folder_remove (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->selector);
}

static void
test_opens (Fixture *fixture, gconstpointer answers)
{
  const LkPinPrompt prompt = { ask, fixture };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkPersonal) personal = lk_personal_find (fixture->selector, &prompt, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (lk_personal_get_fields (personal)->key_matches, ==, LK_ANSWER_YES);
  g_assert_cmpint (lk_personal_get_fields (personal)->exportable, ==, LK_ANSWER_UNKNOWN);
}

static void
test_gives_up (Fixture *fixture, gconstpointer answers)
{
  const LkPinPrompt prompt = { ask, fixture };
  g_autoptr (GError) error = NULL;

  g_assert_null (lk_personal_open (fixture->selector, &prompt, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG);
}

static void
test_needs_prompt (Fixture *fixture, gconstpointer answers)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lk_personal_open (fixture->selector, NULL, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED);
}

int
main (int argc, char *argv[])
{
  static const char *const right[] = { "right", NULL };
  static const char *const second[] = { "wrong", "right", NULL };
  static const char *const never[] = { "wrong", "wrong", "wrong", NULL };
  static const char *const none[] = { NULL };

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/personal/file/opens", Fixture, right, set_up, test_opens, tear_down);
  g_test_add ("/personal/file/asks-again", Fixture, second, set_up, test_opens, tear_down);
  g_test_add ("/personal/file/gives-up-after-three", Fixture, never, set_up, test_gives_up,
              tear_down);
  g_test_add ("/personal/file/says-that-it-needs-a-password", Fixture, none, set_up,
              test_needs_prompt, tear_down);
  return g_test_run ();
}
