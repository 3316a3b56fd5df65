/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-test-pki.h"

#include "base/lk-error.h"
#include "personal/lk-key-template.h"
#include "personal/lk-personal-stores.h"
#include "personal/lk-pkcs11-store.h"
#include "personal/lk-pkcs11-token.h"

#include <string.h>

#define PIN "123456"

typedef struct
{
  char *folder;
  LkTestCert *ca;
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
  return fixture->answer != NULL ? lk_secret_new (fixture->answer, -1) : NULL;
}

static void
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (
    argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
}

#define RUN(...) run ((const char *const[]){ __VA_ARGS__, NULL })

static LkPersonalStore *
find_store (const char *title)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stores = lk_pkcs11_store_list_all (&error);

  g_assert_no_error (error);
  for (guint i = 0; i < stores->len; i++)
    {
      if (g_str_equal (lk_personal_store_get_title (stores->pdata[i]), title))
        return g_object_ref (stores->pdata[i]);
    }
  return NULL;
}

static void
check_export (LkPersonalStore *store,
              const char *selector,
              const LkPinPrompt *prompt,
              gboolean exportable)
{
  g_autoptr (LkSecret) password = lk_secret_new ("out", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pkcs12 =
    lk_personal_store_export (store, selector, password, prompt, NULL, &error);
  g_autoptr (LkIdentity) taken = NULL;

  if (!exportable)
    {
      g_assert_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, "CKA_EXTRACTABLE"));
      return;
    }
  g_assert_no_error (error);
  taken = lk_identity_new_from_pkcs12 (pkcs12, password, &error);
  g_assert_no_error (error);
  g_assert_true (lk_identity_prove (taken, &error));
  g_assert_no_error (error);
}

static void
check_import (Fixture *fixture, LkPersonalStore *store, const LkTestSpec *spec, gboolean exportable)
{
  const LkPinPrompt prompt = { ask, fixture };
  g_autoptr (LkTestCert) cert = lk_test_cert_new (spec);
  g_autoptr (GBytes) pkcs12 = lk_test_cert_to_pkcs12 (cert, fixture->ca, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkIdentity) identity = lk_identity_new_from_pkcs12 (pkcs12, NULL, &error);
  g_autoptr (LkIdentity) opened = NULL;
  g_autoptr (LkPersonal) personal = NULL;
  const LkPersonalImport import = { .identity = identity, .exportable = exportable };
  const LkPersonalFields *fields;

  g_assert_no_error (error);
  personal = lk_personal_store_import (store, &import, &prompt, NULL, &error);
  g_assert_no_error (error);
  fields = lk_personal_get_fields (personal);
  g_assert_cmpint (fields->has_key, ==, LK_ANSWER_YES);
  g_assert_cmpint (fields->exportable, ==, exportable ? LK_ANSWER_YES : LK_ANSWER_NO);

  opened = lk_personal_open (fields->selector, &prompt, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (lk_identity_prove (opened, &error));
  g_assert_no_error (error);
  g_clear_object (&opened);
  check_export (store, fields->selector, &prompt, exportable);

  g_assert_null (lk_personal_store_import (store, &import, &prompt, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (lk_personal_store_remove (store, fields->selector, &prompt, NULL, &error));
  g_assert_no_error (error);
}

static void
test_import (gconstpointer data)
{
  Fixture *fixture = (Fixture *)data;
  g_autoptr (LkPersonalStore) store = find_store ("Card");
  static const char *const keys[] = { "rsa2048", "p256", "p384" };

  g_assert_nonnull (store);
  fixture->answer = PIN;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const LkTestSpec spec = {
        .subject = "CN=Kato Admin", .key = keys[i], .issuer = fixture->ca, .eku = "client"
      };

      check_import (fixture, store, &spec, TRUE);
      check_import (fixture, store, &spec, FALSE);
    }
}

static void
test_generated_on_token (gconstpointer data)
{
  Fixture *fixture = (Fixture *)data;
  const LkPinPrompt prompt = { ask, fixture };
  g_autoptr (LkPersonalStore) store = find_store ("Other card");
  g_autoptr (LkTestCert) cert = lk_test_client_new ("CN=No key here", fixture->ca);
  g_autofree char *path = lk_test_folder_write (fixture->folder, "cert.der", cert->der);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  const char *module = g_getenv ("LK_TEST_SOFTHSM");

  if (module == NULL)
    {
      g_test_skip ("pkcs11-tool or the SoftHSM module is not installed");
      return;
    }
  fixture->answer = PIN;
  RUN ("pkcs11-tool", "--module", module, "--token-label", "Other card", "--login", "--pin", PIN,
       "--write-object", path, "--type", "cert", "--id", "07", "--label", "lonely");
  all = lk_personal_store_list (store, &prompt, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpint (lk_personal_get_fields (all->pdata[0])->has_key, ==, LK_ANSWER_NO);
  g_clear_pointer (&all, g_ptr_array_unref);

  /* A key made on the card under the same id never was outside. */
  RUN ("pkcs11-tool", "--module", module, "--token-label", "Other card", "--login", "--pin", PIN,
       "--keypairgen", "--key-type", "EC:prime256v1", "--id", "07", "--label", "lonely",
       "--sensitive");
  all = lk_personal_store_list (store, &prompt, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_personal_get_fields (all->pdata[0])->exportable, ==, LK_ANSWER_NO);
  g_assert_nonnull (
    strstr (lk_personal_get_fields (all->pdata[0])->evidence, "CKA_NEVER_EXTRACTABLE is true"));

  /* It is not the key of this certificate, and no claim in the store makes it so. */
  g_assert_false (lk_personal_store_prove (store, lk_personal_get_fields (all->pdata[0])->selector,
                                           &prompt, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_KEY_MISMATCH);
}

/* As other programs may write it: extractable, and not even sensitive. */
static void
write_plain (LkPkcs11Token *token, LkIdentity *identity)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkKeyTemplate) template = lk_key_template_new (identity, "plain", TRUE, &error);
  CK_BBOOL no = CK_FALSE;
  CK_ATTRIBUTE attributes[32];
  const LkAttribute *from;
  guint n_attributes;
  gulong object;

  g_assert_no_error (error);
  from = lk_key_template_get_certificate (template, &n_attributes);
  g_assert_true (lk_pkcs11_token_create (token, (const CK_ATTRIBUTE *)from, n_attributes, &object,
                                         &error));
  from = lk_key_template_get_key (template, &n_attributes);
  g_assert_cmpuint (n_attributes, <=, G_N_ELEMENTS (attributes));
  memcpy (attributes, from, n_attributes * sizeof *attributes);
  for (guint i = 0; i < n_attributes; i++)
    {
      if (attributes[i].type == CKA_SENSITIVE)
        attributes[i].pValue = &no;
    }
  g_assert_true (lk_pkcs11_token_create (token, attributes, n_attributes, &object, &error));
  g_assert_no_error (error);
}

static LkIdentity *
make_person (Fixture *fixture, const char *key)
{
  const LkTestSpec spec = {
    .subject = "CN=Kato Admin", .key = key, .issuer = fixture->ca, .eku = "client"
  };
  g_autoptr (LkTestCert) cert = lk_test_cert_new (&spec);
  g_autoptr (GBytes) pkcs12 = lk_test_cert_to_pkcs12 (cert, NULL, NULL);
  g_autoptr (GError) error = NULL;
  LkIdentity *identity = lk_identity_new_from_pkcs12 (pkcs12, NULL, &error);

  g_assert_no_error (error);
  return identity;
}

static void
test_plain_key (gconstpointer data)
{
  static const char *const keys[] = { "rsa2048", "p256" };
  Fixture *fixture = (Fixture *)data;
  const LkPinPrompt prompt = { ask, fixture };
  g_autoptr (LkPersonalStore) store = find_store ("Fourth card");
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkPkcs11Token) token =
    lk_pkcs11_token_open (lk_personal_store_get_id (store), TRUE, &error);

  g_assert_no_error (error);
  fixture->answer = PIN;
  g_assert_true (lk_pkcs11_token_login (token, "Fourth card", &prompt, NULL, &error));
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (LkIdentity) identity = make_person (fixture, keys[i]);

      write_plain (token, identity);
    }
  all = lk_personal_store_list (store, &prompt, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, G_N_ELEMENTS (keys));
  for (guint i = 0; i < all->len; i++)
    {
      const LkPersonalFields *fields = lk_personal_get_fields (all->pdata[i]);

      g_assert_nonnull (
        strstr (fields->evidence, "CKA_EXTRACTABLE is true, CKA_SENSITIVE is false"));
      check_export (store, fields->selector, &prompt, TRUE);
    }
}

static void
test_wrong_pin (gconstpointer data)
{
  Fixture *fixture = (Fixture *)data;
  const LkPinPrompt prompt = { ask, fixture };
  g_autoptr (LkPersonalStore) store = find_store ("Third card");
  g_autoptr (GError) error = NULL;

  fixture->answer = "654321";
  fixture->n_asked = 0;
  g_assert_null (lk_personal_store_list (store, &prompt, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG);
  g_assert_cmpuint (fixture->n_asked, ==, 2);
  g_assert_cmpint (fixture->last_state, !=, LK_PIN_FIRST);
  g_clear_error (&error);

  fixture->answer = NULL;
  g_assert_null (lk_personal_store_list (store, &prompt, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED);
}

static void
test_selectors (void)
{
  static const struct
  {
    const char *selector;
    int code;
  } rows[] = {
    { "pkcs11:token=not%20there;id=%01;type=cert", LK_ERROR_NOT_FOUND },
    { "pkcs11:%%%", LK_ERROR_USAGE },
    { "magic:1", LK_ERROR_USAGE },
    { "nss:/nonexistent#a", LK_ERROR_NOT_FOUND },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (lk_personal_open (rows[i].selector, NULL, NULL, &error));
      g_assert_error (error, LK_ERROR, rows[i].code);
    }
}

static const char *
find_module (void)
{
  static const char *const paths[] = { "/usr/lib/softhsm/libsofthsm2.so",
                                       "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                                       "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      if (g_file_test (paths[i], G_FILE_TEST_EXISTS))
        return paths[i];
    }
  return NULL;
}

int
main (int argc, char *argv[])
{
  static const char *const cards[] = { "Card", "Other card", "Third card", "Fourth card" };
  Fixture fixture = { 0 };
  g_autofree char *config = NULL;
  g_autofree char *text = NULL;
  g_autofree char *tool = g_find_program_in_path ("pkcs11-tool");
  g_autofree char *softhsm = g_find_program_in_path ("softhsm2-util");
  int result;

  if (softhsm == NULL || find_module () == NULL)
    {
      g_print ("1..0 # SKIP SoftHSM (softhsm2) is not installed\n");
      return 0;
    }
  fixture.folder = g_dir_make_tmp ("lk-hsm-XXXXXX", NULL);
  config = g_build_filename (fixture.folder, "softhsm2.conf", NULL);
  text = g_strdup_printf (
    "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n", fixture.folder);
  g_assert_true (g_file_set_contents (config, text, -1, NULL));
  g_setenv ("SOFTHSM2_CONF", config, TRUE);
  if (tool != NULL)
    g_setenv ("LK_TEST_SOFTHSM", find_module (), TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++)
    RUN ("softhsm2-util", "--init-token", "--free", "--label", cards[i], "--pin", PIN, "--so-pin",
         "12345678");
  fixture.ca = lk_test_ca_new ("CN=Site CA", NULL);

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/personal/pkcs11/imports-with-and-without-the-mark", &fixture,
                        test_import);
  g_test_add_data_func ("/personal/pkcs11/tells-what-never-left-the-token", &fixture,
                        test_generated_on_token);
  g_test_add_data_func ("/personal/pkcs11/stops-after-two-wrong-pins", &fixture, test_wrong_pin);
  g_test_add_data_func ("/personal/pkcs11/reads-a-plain-key", &fixture, test_plain_key);
  g_test_add_func ("/personal/selector/says-what-is-wrong", test_selectors);
  result = g_test_run ();

  lk_test_cert_free (fixture.ca);
  RUN ("rm", "-r", fixture.folder);
  g_free (fixture.folder);
  return result;
}
