/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-test-pki.h"

#include "base/lk-error.h"
#include "personal/lk-nss-places.h"
#include "personal/lk-nss-store.h"
#include "personal/lk-personal-stores.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

typedef struct
{
  char *folder;
  LkTestCert *ca;
  LkTestCert *rsa;
  LkTestCert *ec;
  const char *answer; /* what the prompt gives */
  guint n_asked;
} Fixture;

static LkSecret *
ask (const char *title, LkPinState state, gpointer data, GCancellable *cancellable)
{
  Fixture *fixture = data;

  fixture->n_asked++;
  return fixture->answer != NULL ? lk_secret_new (fixture->answer, -1) : NULL;
}

static void
run (const char *folder, const char *const *argv)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;

  g_subprocess_launcher_set_cwd (launcher, folder);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
}

#define RUN(fixture, ...) run ((fixture)->folder, (const char *const[]){ __VA_ARGS__, NULL })

static void
write_text (Fixture *fixture, const char *name, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autofree char *path = lk_test_folder_write (fixture->folder, name, bytes);

  g_assert_nonnull (path);
}

static void
set_up (Fixture *fixture, gconstpointer password)
{
  fixture->folder = lk_test_folder_new ();
  fixture->ca = lk_test_ca_new ("CN=Site CA", NULL);
  fixture->ec = lk_test_client_new ("CN=Kato Admin", fixture->ca);
  fixture->rsa = lk_test_cert_new (&(LkTestSpec){
    .subject = "CN=Suzuki Admin", .key = "rsa2048", .issuer = fixture->ca, .eku = "client" });
  fixture->answer = password;
  write_text (fixture, "password", password != NULL ? password : "\n");
  if (password != NULL)
    RUN (fixture, "certutil", "-N", "-d", "sql:.", "-f", "password");
  else
    RUN (fixture, "certutil", "-N", "-d", "sql:.", "--empty-password");
}

static void
tear_down (Fixture *fixture, gconstpointer password)
{
  lk_test_cert_free (fixture->ca);
  lk_test_cert_free (fixture->ec);
  lk_test_cert_free (fixture->rsa);
  lk_test_folder_remove (fixture->folder);
  g_free (fixture->folder);
}

static void
put_with_pk12util (Fixture *fixture, const LkTestCert *cert)
{
  g_autoptr (GBytes) pkcs12 = lk_test_cert_to_pkcs12 (cert, fixture->ca, "file");
  g_autofree char *path = lk_test_folder_write (fixture->folder, "in.p12", pkcs12);

  write_text (fixture, "file-password", "file");
  RUN (fixture, "pk12util", "-i", path, "-d", "sql:.", "-k", "password", "-w", "file-password");
}

static LkIdentity *
read_identity (Fixture *fixture, const LkTestCert *cert)
{
  g_autoptr (GBytes) pkcs12 = lk_test_cert_to_pkcs12 (cert, fixture->ca, "file");
  g_autoptr (LkSecret) password = lk_secret_new ("file", -1);
  g_autoptr (GError) error = NULL;
  LkIdentity *identity = lk_identity_new_from_pkcs12 (pkcs12, password, &error);

  g_assert_no_error (error);
  return identity;
}

static const LkPersonalFields *
find (GPtrArray *all, const char *subject)
{
  for (guint i = 0; i < all->len; i++)
    {
      const LkPersonalFields *fields = lk_personal_get_fields (all->pdata[i]);

      if (g_str_equal (lk_certificate_get_subject (fields->certificate), subject))
        return fields;
    }
  return NULL;
}

static void
test_lists_what_others_put_in (Fixture *fixture, gconstpointer password)
{
  const LkPinPrompt prompt = { ask, fixture };
  g_autoptr (LkPersonalStore) store = lk_nss_store_new (fixture->folder, "Browser");
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  const LkPersonalFields *fields;

  put_with_pk12util (fixture, fixture->rsa);
  put_with_pk12util (fixture, fixture->ec);
  all = lk_personal_store_list (store, &prompt, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2); /* the CA that came along is nobody's personal certificate */
  fields = find (all, "CN=Suzuki Admin");
  g_assert_nonnull (fields);
  g_assert_cmpint (fields->has_key, ==, LK_ANSWER_YES);
  g_assert_cmpint (fields->key_matches, ==, LK_ANSWER_YES);
  g_assert_cmpint (fields->exportable, ==, LK_ANSWER_YES);
  g_assert_nonnull (strstr (fields->evidence, "CKA_EXTRACTABLE is true"));
  g_assert_cmpint (find (all, "CN=Kato Admin")->key_matches, ==, LK_ANSWER_YES);
}

static void
test_locked_stays_unknown (Fixture *fixture, gconstpointer password)
{
  g_autoptr (LkPersonalStore) store = lk_nss_store_new (fixture->folder, "Browser");
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (LkIdentity) identity = NULL;
  g_autoptr (GError) error = NULL;

  put_with_pk12util (fixture, fixture->ec);
  all = lk_personal_store_list (store, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpint (lk_personal_get_fields (all->pdata[0])->has_key, ==, LK_ANSWER_UNKNOWN);
  g_assert_cmpint (lk_personal_get_fields (all->pdata[0])->exportable, ==, LK_ANSWER_UNKNOWN);

  identity =
    lk_personal_open (lk_personal_get_fields (all->pdata[0])->selector, NULL, NULL, &error);
  g_assert_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED);
  g_assert_null (identity);
}

static void
test_wrong_password_ends (Fixture *fixture, gconstpointer password)
{
  const LkPinPrompt prompt = { ask, fixture };
  g_autoptr (LkPersonalStore) store = lk_nss_store_new (fixture->folder, "Browser");
  g_autoptr (GError) error = NULL;

  fixture->answer = "wrong";
  g_assert_null (lk_personal_store_list (store, &prompt, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG);
  g_assert_cmpuint (fixture->n_asked, ==, 3);
  g_assert_null (strstr (error->message, "wrong-password-text"));
}

static void
check_import (Fixture *fixture, const LkTestCert *cert, gboolean exportable)
{
  const LkPinPrompt prompt = { ask, fixture };
  g_autoptr (LkPersonalStore) store = lk_nss_store_new (fixture->folder, "Browser");
  g_autoptr (LkIdentity) identity = read_identity (fixture, cert);
  const LkPersonalImport import = { .identity = identity, .exportable = exportable };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkPersonal) personal =
    lk_personal_store_import (store, &import, &prompt, NULL, &error);
  g_autoptr (LkIdentity) opened = NULL;
  g_autoptr (LkSecret) password = lk_secret_new ("out", -1);
  g_autoptr (GBytes) exported = NULL;
  const LkPersonalFields *fields;

  g_assert_no_error (error);
  fields = lk_personal_get_fields (personal);
  g_assert_cmpint (fields->has_key, ==, LK_ANSWER_YES);
  g_assert_cmpint (fields->key_matches, ==, LK_ANSWER_YES);
  g_assert_cmpint (fields->exportable, ==, exportable ? LK_ANSWER_YES : LK_ANSWER_NO);

  opened = lk_personal_open (fields->selector, &prompt, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (lk_identity_prove (opened, &error));
  g_assert_no_error (error);

  exported = lk_personal_store_export (store, fields->selector, password, &prompt, NULL, &error);
  if (exportable)
    g_assert_no_error (error);
  else
    {
      g_assert_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, "CKA_EXTRACTABLE is not true"));
    }
  g_clear_error (&error);

  g_assert_null (lk_personal_store_import (store, &import, &prompt, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_EXISTS);
  g_clear_error (&error);

  /* Another program's opinion: with a key, certutil shows the mark "u". */
  RUN (fixture, "certutil", "-K", "-d", "sql:.", "-f", "password");

  g_assert_true (lk_personal_store_remove (store, fields->selector, &prompt, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (lk_personal_find (fields->selector, &prompt, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_NOT_FOUND);
}

static void
test_imports (Fixture *fixture, gconstpointer password)
{
  check_import (fixture, fixture->rsa, TRUE);
  check_import (fixture, fixture->rsa, FALSE);
  check_import (fixture, fixture->ec, TRUE);
  check_import (fixture, fixture->ec, FALSE);
}

static void
test_pk12util_takes_it_out (Fixture *fixture, gconstpointer password)
{
  const LkPinPrompt prompt = { ask, fixture };
  g_autoptr (LkPersonalStore) store = lk_nss_store_new (fixture->folder, "Browser");
  g_autoptr (LkIdentity) identity = read_identity (fixture, fixture->rsa);
  const LkPersonalImport import = { .identity = identity, .exportable = TRUE, .label = "mine" };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkPersonal) personal =
    lk_personal_store_import (store, &import, &prompt, NULL, &error);

  g_assert_no_error (error);
  write_text (fixture, "file-password", "file");
  RUN (fixture, "pk12util", "-o", "out.p12", "-n", "mine", "-d", "sql:.", "-k", "password", "-w",
       "file-password");
  RUN (fixture, "openssl", "pkcs12", "-in", "out.p12", "-passin", "file:file-password", "-noout");
}

/* As a browser in the middle of a change: nobody may write, or nobody even read. */
static sqlite3 *
hold (Fixture *fixture, const char *name, const char *how)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, how, NULL, NULL, NULL), ==, SQLITE_OK);
  return database;
}

static void
test_held (Fixture *fixture, gconstpointer password)
{
  static const struct
  {
    const char *name;
    const char *how;
    gboolean shows;
  } rows[] = {
    { "cert9.db", "BEGIN IMMEDIATE", TRUE },
    { "key4.db", "BEGIN IMMEDIATE", TRUE },
    { "cert9.db", "BEGIN EXCLUSIVE", FALSE },
  };
  const LkPinPrompt prompt = { ask, fixture };
  g_autoptr (LkPersonalStore) store = lk_nss_store_new (fixture->folder, "Browser");
  g_autoptr (LkIdentity) identity = read_identity (fixture, fixture->ec);
  const LkPersonalImport import = { .identity = identity, .exportable = TRUE };
  g_autoptr (LkPersonal) personal = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      sqlite3 *browser = hold (fixture, rows[i].name, rows[i].how);
      g_autoptr (GPtrArray) all = lk_personal_store_list (store, &prompt, NULL, &error);

      if (rows[i].shows)
        g_assert_no_error (error);
      else
        g_assert_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED);
      g_clear_error (&error);
      g_assert_null (lk_personal_store_import (store, &import, &prompt, NULL, &error));
      g_assert_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED);
      g_assert_nonnull (strstr (error->message, "Another program"));
      g_clear_error (&error);

      /* The browser's own change goes through. */
      g_assert_cmpint (sqlite3_exec (browser, "CREATE TABLE own (a); COMMIT; DROP TABLE own", NULL,
                                     NULL, NULL),
                       ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_close (browser), ==, SQLITE_OK);
    }
  personal = lk_personal_store_import (store, &import, &prompt, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_personal_get_fields (personal)->key_matches, ==, LK_ANSWER_YES);
}

static void
test_no_database (void)
{
  g_autofree char *folder = lk_test_folder_new ();
  g_autoptr (LkPersonalStore) store = lk_nss_store_new (folder, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (lk_personal_store_list (store, NULL, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_NOT_FOUND);
  lk_test_folder_remove (folder);
}

static void
test_damaged_database (void)
{
  g_autofree char *folder = lk_test_folder_new ();
  g_autoptr (LkPersonalStore) store = lk_nss_store_new (folder, NULL);
  g_autoptr (GBytes) junk = g_bytes_new_static ("this is no database", 19);
  g_autofree char *file = lk_test_folder_write (folder, "cert9.db", junk);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;

  all = lk_personal_store_list (store, NULL, NULL, &error);
  g_assert_true (all == NULL ? error != NULL : all->len == 0);
  lk_test_folder_remove (folder);
}

static void
make_database (const char *folder)
{
  g_autofree char *file = g_build_filename (folder, "cert9.db", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
}

static void
test_places (void)
{
  static const char profiles[] =
    "[Profile0]\nName=default\nIsRelative=1\nPath=abc.default\n\n"
    "[Profile1]\nName=gone\nIsRelative=1\nPath=gone\n\n[General]\nVersion=2\n";
  g_autofree char *home = g_dir_make_tmp ("lk-home-XXXXXX", NULL);
  g_autofree char *shared = g_build_filename (home, ".pki", "nssdb", NULL);
  g_autofree char *firefox = g_build_filename (home, ".mozilla", "firefox", NULL);
  g_autofree char *profile = g_build_filename (firefox, "abc.default", NULL);
  g_autofree char *ini = g_build_filename (firefox, "profiles.ini", NULL);
  g_autoptr (GPtrArray) places = NULL;

  make_database (shared);
  make_database (profile);
  g_assert_true (g_file_set_contents (ini, profiles, -1, NULL));
  places = lk_nss_list_places (home);
  g_assert_cmpuint (places->len, ==, 2);
  g_assert_cmpstr (((LkNssPlace *)places->pdata[0])->folder, ==, shared);
  g_assert_cmpstr (((LkNssPlace *)places->pdata[1])->folder, ==, profile);
  g_assert_cmpstr (((LkNssPlace *)places->pdata[1])->title, ==, "Firefox: default");

  lk_test_folder_remove (home);
}

int
main (int argc, char *argv[])
{
  g_autofree char *certutil = g_find_program_in_path ("certutil");
  g_autofree char *pk12util = g_find_program_in_path ("pk12util");

  g_test_init (&argc, &argv, NULL);
  if (certutil == NULL || pk12util == NULL)
    {
      g_print ("1..0 # SKIP certutil and pk12util (libnss3-tools) are not installed\n");
      return 0;
    }
#define ADD(path, password, func) \
  g_test_add ("/personal/nss/" path, Fixture, password, set_up, func, tear_down)
  ADD ("open/lists-what-others-put-in", NULL, test_lists_what_others_put_in);
  ADD ("locked/lists-what-others-put-in", "primary", test_lists_what_others_put_in);
  ADD ("locked/says-unknown-when-nobody-is-asked", "primary", test_locked_stays_unknown);
  ADD ("locked/stops-after-three-wrong-passwords", "primary", test_wrong_password_ends);
  ADD ("open/imports-with-and-without-the-mark", NULL, test_imports);
  ADD ("locked/imports-with-and-without-the-mark", "primary", test_imports);
  ADD ("open/pk12util-takes-it-out-again", NULL, test_pk12util_takes_it_out);
  ADD ("locked/pk12util-takes-it-out-again", "primary", test_pk12util_takes_it_out);
  ADD ("open/says-that-a-browser-is-writing", NULL, test_held);
  ADD ("locked/says-that-a-browser-is-writing", "primary", test_held);
  g_test_add_func ("/personal/nss/says-that-there-is-no-database", test_no_database);
  g_test_add_func ("/personal/nss/survives-a-damaged-database", test_damaged_database);
  g_test_add_func ("/personal/nss/finds-the-browsers", test_places);
  return g_test_run ();
}
