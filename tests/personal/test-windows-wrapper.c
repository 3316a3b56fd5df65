/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Windows store as the rest of the program sees it, over a Windows that is only played. The
 * real CryptoAPI is tried under Wine, by test-windows-store. */

#include "config.h"

#include "lk-fake-windows.h"
#include "lk-test-pki.h"

#include "base/lk-error.h"
#include "personal/lk-windows-my.h"
#include "personal/lk-windows-store.h"

#include <string.h>

typedef struct
{
  LkTestCert *ca;
  LkPersonalStore *store;
  LkIdentity *identity;
} Fixture;

static LkIdentity *
make_person (const LkTestCert *ca, const char *key)
{
  const LkTestSpec spec = {
    .subject = "CN=Kato Admin", .key = key, .issuer = ca, .eku = "client"
  };
  g_autoptr (LkTestCert) cert = lk_test_cert_new (&spec);
  g_autofree char *pem = lk_test_cert_to_pem_with_key (cert, ca, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (pem, strlen (pem));
  g_autoptr (GError) error = NULL;
  LkIdentity *identity = lk_identity_new_from_bytes (bytes, NULL, "a file", &error);

  g_assert_no_error (error);
  return identity;
}

static void
set_up (Fixture *fixture, gconstpointer key)
{
  lk_fake_windows_reset (LK_FAKE_WINDOWS_CNG);
  fixture->ca = lk_test_ca_new ("CN=Site CA", NULL);
  fixture->store = lk_windows_store_new ();
  fixture->identity = make_person (fixture->ca, key);
}

static void
tear_down (Fixture *fixture, gconstpointer key)
{
  lk_test_cert_free (fixture->ca);
  g_object_unref (fixture->store);
  g_object_unref (fixture->identity);
}

static LkPersonal *
install (Fixture *fixture, gboolean exportable)
{
  const LkPersonalImport import = { .identity = fixture->identity,
                                    .exportable = exportable,
                                    .protect = TRUE,
                                    .include_issuers = TRUE };
  g_autoptr (GError) error = NULL;
  LkPersonal *personal = lk_personal_store_import (fixture->store, &import, NULL, NULL, &error);

  g_assert_no_error (error);
  return personal;
}

static const char *
get_selector (LkPersonal *personal)
{
  return lk_personal_get_fields (personal)->selector;
}

static void
test_boxes (Fixture *fixture, gconstpointer key)
{
  static const struct
  {
    LkPersonalImport import;
    int boxes;
  } rows[] = {
    { { .exportable = TRUE, .include_issuers = TRUE }, LK_WINDOWS_EXPORTABLE | LK_WINDOWS_ISSUERS },
    { { .protect = TRUE }, LK_WINDOWS_PROTECTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LkPersonalImport import = rows[i].import;
      g_autoptr (GError) error = NULL;
      g_autoptr (LkPersonal) personal = NULL;

      lk_fake_windows_reset (LK_FAKE_WINDOWS_CNG);
      import.identity = fixture->identity;
      personal = lk_personal_store_import (fixture->store, &import, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (lk_fake_windows_get_boxes (), ==, rows[i].boxes);
    }
}

static void
test_tells_the_mark (Fixture *fixture, gconstpointer key)
{
  for (int exportable = 0; exportable < 2; exportable++)
    {
      g_autoptr (LkPersonal) personal = NULL;
      const LkPersonalFields *fields;

      lk_fake_windows_reset (LK_FAKE_WINDOWS_CNG);
      personal = install (fixture, exportable);
      fields = lk_personal_get_fields (personal);
      g_assert_true (g_str_has_prefix (fields->selector, "windows:"));
      g_assert_cmpint (fields->has_key, ==, LK_ANSWER_YES);
      g_assert_cmpint (fields->key_matches, ==, LK_ANSWER_YES);
      g_assert_cmpint (fields->exportable, ==, exportable ? LK_ANSWER_YES : LK_ANSWER_NO);
      g_assert_cmpstr (fields->evidence, ==, exportable ? "KP_PERMISSIONS holds CRYPT_EXPORT" : "KP_PERMISSIONS lacks CRYPT_EXPORT");
    }
}

/* Nobody is asked for consent by a mere list. */
static void
test_protected (Fixture *fixture, gconstpointer key)
{
  g_autoptr (LkPersonal) personal = NULL;
  const LkPersonalFields *fields;

  lk_fake_windows_reset (LK_FAKE_WINDOWS_PROTECTED);
  personal = install (fixture, TRUE);
  fields = lk_personal_get_fields (personal);
  g_assert_cmpint (fields->has_key, ==, LK_ANSWER_YES);
  g_assert_cmpint (fields->exportable, ==, LK_ANSWER_UNKNOWN);
  g_assert_cmpint (fields->key_matches, ==, LK_ANSWER_UNKNOWN);
  g_assert_cmpuint (lk_fake_windows_count_signatures (), ==, 0);
  g_assert_true (
    lk_personal_store_prove (fixture->store, get_selector (personal), NULL, NULL, NULL));
}

static void
test_signs (Fixture *fixture, gconstpointer key)
{
  for (int kind = LK_FAKE_WINDOWS_CNG; kind <= LK_FAKE_WINDOWS_OLD; kind++)
    {
      g_autoptr (LkPersonal) personal = NULL;
      g_autoptr (GError) error = NULL;

      lk_fake_windows_reset ((LkFakeWindowsKind)kind);
      personal = install (fixture, FALSE);
      g_assert_true (
        lk_personal_store_prove (fixture->store, get_selector (personal), NULL, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (lk_fake_windows_count_signatures (), >, 0);
    }
}

static void
test_exports (Fixture *fixture, gconstpointer key)
{
  for (int exportable = 0; exportable < 2; exportable++)
    {
      g_autoptr (LkSecret) password = lk_secret_new ("out", -1);
      g_autoptr (LkPersonal) personal = NULL;
      g_autoptr (GBytes) pkcs12 = NULL;
      g_autoptr (LkIdentity) again = NULL;
      g_autoptr (GError) error = NULL;

      lk_fake_windows_reset (LK_FAKE_WINDOWS_CNG);
      personal = install (fixture, exportable);
      pkcs12 = lk_personal_store_export (fixture->store, get_selector (personal), password, NULL,
                                         NULL, &error);
      if (!exportable)
        {
          g_assert_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED);
          g_assert_nonnull (strstr (error->message, "not marked as exportable"));
          continue;
        }
      g_assert_no_error (error);
      again = lk_identity_new_from_pkcs12 (pkcs12, password, &error);
      g_assert_no_error (error);
    }
}

static void
test_lost_key (Fixture *fixture, gconstpointer key)
{
  g_autoptr (LkPersonal) personal = install (fixture, TRUE);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;

  lk_fake_windows_lose_key (0);
  all = lk_personal_store_list (fixture->store, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_personal_get_fields (all->pdata[0])->has_key, ==, LK_ANSWER_NO);
  g_assert_null (
    lk_personal_store_open (fixture->store, get_selector (personal), NULL, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_NO_PRIVATE_KEY);
}

static void
test_exists_and_removes (Fixture *fixture, gconstpointer key)
{
  const LkPersonalImport import = { .identity = fixture->identity };
  g_autoptr (LkPersonal) personal = install (fixture, TRUE);
  g_autoptr (GError) error = NULL;

  g_assert_null (lk_personal_store_import (fixture->store, &import, NULL, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (
    lk_personal_store_remove (fixture->store, get_selector (personal), NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (
    lk_personal_store_remove (fixture->store, get_selector (personal), NULL, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (lk_personal_store_remove (fixture->store, "windows:xyz", NULL, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_USAGE);
}

static void
test_errors (Fixture *fixture, gconstpointer key)
{
  static const struct
  {
    unsigned long code;
    int error;
  } rows[] = {
    { LK_WINDOWS_INVALID_PASSWORD, LK_ERROR_PASSWORD_WRONG },
    { LK_WINDOWS_CANCELLED, LK_ERROR_STORE_LOCKED },
    { 0x80070005UL, LK_ERROR_STORE_FAILED }, /* E_ACCESSDENIED */
  };
  g_autoptr (LkPersonal) personal = install (fixture, TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      lk_fake_windows_fail (rows[i].code);
      g_assert_false (
        lk_personal_store_remove (fixture->store, get_selector (personal), NULL, NULL, &error));
      g_assert_error (error, LK_ERROR, rows[i].error);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, key, func) \
  g_test_add ("/personal/windows/" path, Fixture, key, set_up, func, tear_down)
  ADD ("hands-the-wizards-boxes-on", "p256", test_boxes);
  ADD ("tells-the-mark", "p256", test_tells_the_mark);
  ADD ("asks-nobody-while-listing", "p256", test_protected);
  ADD ("signs/p256", "p256", test_signs);
  ADD ("signs/rsa", "rsa2048", test_signs);
  ADD ("exports-what-is-marked", "rsa2048", test_exports);
  ADD ("says-when-the-key-is-gone", "p256", test_lost_key);
  ADD ("installs-once-and-removes", "p256", test_exists_and_removes);
  ADD ("translates-errors", "p256", test_errors);
  return g_test_run ();
}
