/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What cards do and SoftHSM does not: each trouble has its own error, and the last try of a PIN is
 * never spent. */

#include "config.h"

#include "lk-fake-token.h"
#include "lk-test-pki.h"

#include "base/lk-error.h"
#include "personal/lk-pkcs11-store.h"

#include <string.h>

#define PIN "123456"

typedef struct
{
  LkTestCert *ca;
  LkIdentity *identity;
  LkPersonalStore *store;
  const char *answer;
  guint n_asked;
  LkPinState last_state;
} Fixture;

static LkSecret *
ask (const char *title, LkPinState state, gpointer data, GCancellable *cancellable)
{
  Fixture *fixture = data;

  fixture->n_asked++;
  fixture->last_state = state;
  return lk_secret_new (fixture->answer, -1);
}

static void
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
}

#define RUN(...) run ((const char *const[]){ __VA_ARGS__, NULL })

static void
set_up (Fixture *fixture, gconstpointer key)
{
  const LkTestSpec spec = { .subject = "CN=Kato Admin", .key = key, .eku = "client" };
  g_autoptr (LkTestCert) cert = lk_test_cert_new (&spec);
  g_autofree char *pem = lk_test_cert_to_pem_with_key (cert, NULL, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (pem, strlen (pem));

  lk_fake_token_set (LK_FAKE_TOKEN_SOUND);
  fixture->identity = lk_identity_new_from_bytes (bytes, NULL, "a file", NULL);
  fixture->store = lk_pkcs11_store_new ("pkcs11:token=Card", NULL);
  fixture->answer = PIN;
}

static void
tear_down (Fixture *fixture, gconstpointer key)
{
  lk_fake_token_set (LK_FAKE_TOKEN_SOUND);
  g_object_unref (fixture->identity);
  g_object_unref (fixture->store);
}

static LkPersonal *
install (Fixture *fixture, gboolean exportable, GError **error)
{
  const LkPinPrompt prompt = { ask, fixture };
  const LkPersonalImport import = { .identity = fixture->identity, .exportable = exportable };

  return lk_personal_store_import (fixture->store, &import, &prompt, NULL, error);
}

static void
test_import (Fixture *fixture, gconstpointer key)
{
  static const struct
  {
    LkFakeTokenFault fault;
    int code;
    const char *words;
  } rows[] = {
    { LK_FAKE_TOKEN_FULL, LK_ERROR_FULL, "full" },
    { LK_FAKE_TOKEN_WRITE_PROTECTED, LK_ERROR_STORE_READ_ONLY, "write-protected" },
    { LK_FAKE_TOKEN_PULLED_OUT, LK_ERROR_NOT_FOUND, "taken away" },
    { LK_FAKE_TOKEN_UNPLUGGED, LK_ERROR_NOT_FOUND, "plugged in" },
    { LK_FAKE_TOKEN_EXPIRED, LK_ERROR_STORE_LOCKED, "expired" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) all = NULL;

      lk_fake_token_set (rows[i].fault);
      g_assert_null (install (fixture, TRUE, &error));
      g_assert_error (error, LK_ERROR, rows[i].code);
      g_assert_nonnull (strstr (error->message, rows[i].words));
      g_clear_error (&error);

      /* Half an import is none. */
      lk_fake_token_set (LK_FAKE_TOKEN_SOUND);
      all = lk_personal_store_list (fixture->store, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (all->len, ==, 0);
    }
}

static void
test_last_try (Fixture *fixture, gconstpointer key)
{
  const LkPinPrompt prompt = { ask, fixture };
  g_autoptr (GError) error = NULL;

  lk_fake_token_set (LK_FAKE_TOKEN_COUNTING);
  fixture->answer = "654321";
  g_assert_null (lk_personal_store_list (fixture->store, &prompt, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG);
  g_assert_cmpint (fixture->last_state, ==, LK_PIN_COUNT_LOW);
  g_assert_cmpuint (lk_fake_token_count_wrong (), ==, 2);
  g_clear_error (&error);

  fixture->n_asked = 0;
  fixture->answer = PIN; /* even the right one: nobody knows that yet */
  g_assert_null (lk_personal_store_list (fixture->store, &prompt, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED);
  g_assert_nonnull (strstr (error->message, "one try left"));
  g_assert_cmpuint (fixture->n_asked, ==, 0);
  g_assert_cmpuint (lk_fake_token_count_wrong (), ==, 2);
}

static LkPersonalStore *
find_store (const char *title)
{
  g_autoptr (GPtrArray) stores = lk_pkcs11_store_list_all (NULL);

  for (guint i = 0; i < stores->len; i++)
    {
      if (g_str_equal (lk_personal_store_get_title (stores->pdata[i]), title))
        return g_object_ref (stores->pdata[i]);
    }
  return NULL;
}

static void
test_plugging (Fixture *fixture, gconstpointer key)
{
  g_autoptr (LkPersonalStore) there = find_store ("Card");
  g_autoptr (LkPersonalStore) gone = NULL;
  g_autoptr (LkPersonalStore) again = NULL;

  g_assert_nonnull (there);
  lk_fake_token_set (LK_FAKE_TOKEN_UNPLUGGED);
  gone = find_store ("Card");
  g_assert_null (gone);
  lk_fake_token_set (LK_FAKE_TOKEN_SOUND);
  again = find_store ("Card");
  g_assert_nonnull (again);
}

static void
test_no_wrapping (Fixture *fixture, gconstpointer key)
{
  const LkPinPrompt prompt = { ask, fixture };
  g_autoptr (LkSecret) password = lk_secret_new ("out", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkPersonal) personal = install (fixture, TRUE, &error);
  const char *selector;

  g_assert_no_error (error);
  selector = lk_personal_get_fields (personal)->selector;
  lk_fake_token_set (LK_FAKE_TOKEN_NO_WRAPPING);
  g_assert_null (
    lk_personal_store_export (fixture->store, selector, password, &prompt, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "does not wrap it"));
  g_clear_error (&error);
  g_assert_true (lk_personal_store_remove (fixture->store, selector, &prompt, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("lk-hsm-XXXXXX", NULL);
  g_autofree char *config = g_build_filename (folder, "softhsm2.conf", NULL);
  g_autofree char *softhsm = g_find_program_in_path ("softhsm2-util");
  g_autofree char *text = g_strdup_printf (
    "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n", folder);
  int result;

  g_test_init (&argc, &argv, NULL);
  if (softhsm == NULL)
    {
      g_print ("1..0 # SKIP SoftHSM (softhsm2) is not installed\n");
      return 0;
    }
  g_assert_true (g_file_set_contents (config, text, -1, NULL));
  g_setenv ("SOFTHSM2_CONF", config, TRUE);
  RUN (softhsm, "--init-token", "--free", "--label", "Card", "--pin", PIN, "--so-pin", "12345678");
#define ADD(path, func) \
  g_test_add ("/personal/token/" path, Fixture, "p256", set_up, func, tear_down)
  ADD ("says-why-it-takes-nothing", test_import);
  ADD ("keeps-the-last-try-of-the-pin", test_last_try);
  ADD ("comes-and-goes", test_plugging);
  ADD ("says-that-it-cannot-wrap", test_no_wrapping);
  result = g_test_run ();
  RUN ("rm", "-r", folder);
  return result;
}
