/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Once a personal certificate was read, installed and used, neither its password nor its private
 * key is left in this process, nor what unlocked its store. All are made by a child process, and
 * known here only struck out (XOR), so that what the search finds is what was left behind and not
 * what is searched for. */

#include "config.h"

#include "lk-test-pki.h"

#include "personal/lk-personal-stores.h"

#include <glib/gstdio.h>
#include <gnutls/abstract.h>
#include <gnutls/pkcs12.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define STRIKE         0xa5
#define PASSWORD_BYTES 24
#define KEY_BYTES      16 /* the lower half: enough to know it by */

typedef struct
{
  guint8 password[PASSWORD_BYTES]; /* all struck out */
  guint8 key[KEY_BYTES];
  guint8 key_in_limbs[KEY_BYTES]; /* the other way round, as arithmetic holds it */
} Needles;

typedef struct
{
  char *folder;
  char *path;
  Needles needles;
} Fixture;

static void
strike_out (guint8 *to, const guint8 *from, gsize size)
{
  for (gsize i = 0; i < size; i++)
    to[i] = from[i] ^ STRIKE;
}

/* In the child, so that nothing of it is left here: stores that the same password unlocks. */
static void
make_stores (const char *folder, const char *password)
{
  g_autofree char *file = g_build_filename (folder, "password", NULL);
  g_autofree char *locked = g_build_filename (folder, "locked", NULL);
  g_autofree char *place = g_strconcat ("sql:", locked, NULL);
  g_autofree char *config = g_build_filename (folder, "softhsm2.conf", NULL);
  g_autofree char *text = g_strdup_printf (
    "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n", folder);
  const char *const certutil[] = { "certutil", "-N", "-d", place, "-f", file, NULL };
  const char *const softhsm[] = { "softhsm2-util", "--init-token", "--free", "--label", "Card",
                                  "--pin", password, "--so-pin", "12345678", NULL };
  const GSpawnFlags flags = G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL;

  g_assert_true (g_file_set_contents (file, password, -1, NULL));
  g_assert_true (g_file_set_contents (config, text, -1, NULL));
  g_assert_cmpint (g_mkdir (locked, 0700), ==, 0);
  g_setenv ("SOFTHSM2_CONF", config, TRUE);
  /* What is not installed is skipped by the test that needs it. */
  (void)g_spawn_sync (NULL, (char **)certutil, NULL, flags, NULL, NULL, NULL, NULL, NULL, NULL);
  (void)g_spawn_sync (NULL, (char **)softhsm, NULL, flags, NULL, NULL, NULL, NULL, NULL, NULL);
}

/* In the child: the same key, unencrypted in its safe. */
static void
make_plain_file (const char *folder, const LkTestCert *cert, const char *password)
{
  g_autofree char *path = g_build_filename (folder, "plain.p12", NULL);
  gnutls_datum_t leaf, key, der;
  gnutls_pkcs12_t pkcs12;
  gnutls_pkcs12_bag_t bag;

  g_assert_cmpint (gnutls_pkcs12_init (&pkcs12), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_bag_init (&bag), >=, 0);
  g_assert_cmpint (gnutls_x509_crt_export2 (cert->crt, GNUTLS_X509_FMT_DER, &leaf), >=, 0);
  g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (cert->key, GNUTLS_X509_FMT_DER, NULL,
                                                      GNUTLS_PKCS_PLAIN, &key),
                   >=, 0);
  g_assert_cmpint (gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_CERTIFICATE, &leaf), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_PKCS8_KEY, &key), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_set_bag (pkcs12, bag), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_generate_mac2 (pkcs12, GNUTLS_MAC_SHA256, password), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_export2 (pkcs12, GNUTLS_X509_FMT_DER, &der), >=, 0);
  g_assert_true (g_file_set_contents (path, (const char *)der.data, der.size, NULL));
}

/* In the child: a new password and key, the file, and what to search for. */
static void
make_file (const char *folder, const char *path, int fd)
{
  g_autoptr (LkTestCert) cert = lk_test_cert_new (&(LkTestSpec){ .subject = "CN=Kato Admin", .eku = "client" });
  g_autofree char *password = g_strdup_printf ("%08x-%08x-wiped", g_random_int (), g_random_int ());
  g_autoptr (GBytes) pkcs12 = lk_test_cert_to_pkcs12 (cert, NULL, password);
  gnutls_datum_t k;
  Needles needles;

  g_assert_cmpuint (strlen (password), >=, 23);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pkcs12, NULL),
                                      (gssize)g_bytes_get_size (pkcs12), NULL));
  g_assert_cmpint (gnutls_x509_privkey_export_ecc_raw (cert->key, NULL, NULL, NULL, &k), >=, 0);
  g_assert_cmpuint (k.size, >=, KEY_BYTES);
  make_plain_file (folder, cert, password);
  make_stores (folder, password);
  strike_out (needles.password, (const guint8 *)password, PASSWORD_BYTES);
  strike_out (needles.key, k.data + (k.size - KEY_BYTES), KEY_BYTES);
  for (gsize i = 0; i < KEY_BYTES; i++)
    needles.key_in_limbs[i] = needles.key[KEY_BYTES - 1 - i];
  g_assert_cmpint (write (fd, &needles, sizeof needles), ==, sizeof needles);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  int fds[2];
  int status;
  pid_t child;

  fixture->folder = lk_test_folder_new ();
  fixture->path = g_build_filename (fixture->folder, "me.p12", NULL);
  g_assert_cmpint (pipe (fds), ==, 0);
  child = fork ();
  if (child == 0)
    {
      make_file (fixture->folder, fixture->path, fds[1]);
      _exit (0);
    }
  g_assert_cmpint (read (fds[0], &fixture->needles, sizeof fixture->needles), ==,
                   sizeof fixture->needles);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  (void)close (fds[0]); /* nothing is left in it */
  (void)close (fds[1]);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  lk_test_folder_remove (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static LkSecret *
make_password (Fixture *fixture)
{
  char text[PASSWORD_BYTES];
  LkSecret *password;

  strike_out ((guint8 *)text, fixture->needles.password, PASSWORD_BYTES);
  password = lk_secret_new (text, (gssize)strnlen (text, PASSWORD_BYTES));
  lk_secret_wipe (text, sizeof text);
  return password;
}

static guint
count_in (const guint8 *memory, gsize size, const guint8 *struck_out, gsize needle_bytes)
{
  guint count = 0;

  for (gsize i = 0; i + needle_bytes <= size; i++)
    {
      gsize same = 0;

      while (same < needle_bytes && memory[i + same] == (guint8)(struck_out[same] ^ STRIKE))
        same++;
      count += same == needle_bytes;
    }
  return count;
}

/* How often it stands in the writable memory of this process, the stack and the heap of every
 * thread included. */
static guint
count_left (const guint8 *struck_out, gsize needle_bytes)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  FILE *memory = fopen ("/proc/self/mem", "rb");
  guint count = 0;

  g_assert_nonnull (memory);
  setvbuf (memory, NULL, _IONBF, 0);
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      unsigned long begin, end;
      char mode[8];
      g_autofree guint8 *copy = NULL;
      gsize size;

      if (sscanf (lines[i], "%lx-%lx %7s", &begin, &end, mode) != 3 || mode[1] != 'w')
        continue;
      copy = g_malloc (end - begin);
      if (fseek (memory, (long)begin, SEEK_SET) != 0)
        continue;
      size = fread (copy, 1, end - begin, memory);
      count += count_in (copy, size, struck_out, needle_bytes);
      lk_secret_wipe (copy, end - begin);
    }
  fclose (memory);
  return count;
}

static void
check_file (const char *path, const Needles *needles)
{
  g_autofree char *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  g_assert_cmpuint (count_in ((const guint8 *)text, size, needles->password, 20), ==, 0);
  g_assert_cmpuint (count_in ((const guint8 *)text, size, needles->key, KEY_BYTES), ==, 0);
}

static void
check_nothing_left (Fixture *fixture)
{
  check_file ("/proc/self/environ", &fixture->needles);
  check_file ("/proc/self/cmdline", &fixture->needles);
  g_assert_cmpuint (count_left (fixture->needles.password, 20), ==, 0);
  g_assert_cmpuint (count_left (fixture->needles.key, KEY_BYTES), ==, 0);
  g_assert_cmpuint (count_left (fixture->needles.key_in_limbs, KEY_BYTES), ==, 0);
}

static LkIdentity *
read_file (Fixture *fixture)
{
  g_autoptr (LkSecret) password = make_password (fixture);
  g_autoptr (GFile) file = g_file_new_for_path (fixture->path);
  g_autoptr (GError) error = NULL;
  LkIdentity *identity = lk_identity_new_from_file (file, password, NULL, &error);

  g_assert_no_error (error);
  return identity;
}

/* A search that finds nothing proves something only if it finds what is there. */
static void
test_search_finds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkSecret) password = make_password (fixture);

  g_assert_cmpuint (count_left (fixture->needles.password, 20), >, 0);
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  LkIdentity *identity = read_file (fixture);

  g_assert_true (lk_identity_prove (identity, NULL));
  g_object_unref (identity);
  check_nothing_left (fixture);
}

static void
test_plain_file (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->path);
  fixture->path = g_build_filename (fixture->folder, "plain.p12", NULL);
  test_file (fixture, data);
}

static void
test_wrong_password (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->path);
  LkSecret *password = make_password (fixture);
  LkSecret *other = lk_secret_new ("something else", -1);
  g_autoptr (GError) error = NULL;

  g_assert_null (lk_identity_new_from_file (file, other, NULL, &error));
  lk_secret_unref (password);
  lk_secret_unref (other);
  check_nothing_left (fixture);
}

static LkSecret *
ask (const char *title, LkPinState state, gpointer data, GCancellable *cancellable)
{
  return state == LK_PIN_FIRST ? make_password (data) : NULL;
}

static void
install_and_use (Fixture *fixture, LkPersonalStore *store)
{
  const LkPinPrompt prompt = { ask, fixture };
  g_autoptr (LkIdentity) identity = read_file (fixture);
  const LkPersonalImport import = { .identity = identity, .exportable = TRUE };
  g_autoptr (LkSecret) password = lk_secret_new ("for the export", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkPersonal) personal =
    lk_personal_store_import (store, &import, &prompt, NULL, &error);
  g_autoptr (GBytes) pkcs12 = NULL;
  const char *selector;

  g_assert_no_error (error);
  selector = lk_personal_get_fields (personal)->selector;
  g_assert_true (lk_personal_store_prove (store, selector, &prompt, NULL, &error));
  g_assert_no_error (error);
  pkcs12 = lk_personal_store_export (store, selector, password, &prompt, NULL, &error);
  g_assert_no_error (error);
}

static void
test_nss (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = g_strconcat ("nss:", fixture->folder, NULL);
  g_autofree char *place = g_strconcat ("sql:", fixture->folder, NULL);
  const char *const argv[] = { "certutil", "-N", "-d", place, "--empty-password", NULL };
  g_autoptr (GSubprocess) certutil = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, NULL);
  LkPersonalStore *store;

  if (certutil == NULL || !g_subprocess_wait_check (certutil, NULL, NULL))
    {
      g_test_skip ("certutil (libnss3-tools) is not installed");
      return;
    }
  store = lk_personal_store_for_selector (id, NULL);
  install_and_use (fixture, store);
  g_object_unref (store);
  check_nothing_left (fixture);
}

static void
test_locked_nss (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = g_strconcat ("nss:", fixture->folder, "/locked", NULL);
  g_autofree char *file = g_build_filename (fixture->folder, "locked", "cert9.db", NULL);
  LkPersonalStore *store = lk_personal_store_for_selector (id, NULL);

  if (g_file_test (file, G_FILE_TEST_EXISTS))
    {
      install_and_use (fixture, store);
      g_clear_object (&store);
      check_nothing_left (fixture);
    }
  else
    g_test_skip ("certutil (libnss3-tools) is not installed");
  g_clear_object (&store);
}

/* Last: SoftHSM reads its configuration once. */
static void
test_token (Fixture *fixture, gconstpointer data)
{
  g_autofree char *softhsm = g_find_program_in_path ("softhsm2-util");
  g_autofree char *config = g_build_filename (fixture->folder, "softhsm2.conf", NULL);
  LkPersonalStore *store;

  if (softhsm == NULL)
    {
      g_test_skip ("SoftHSM (softhsm2) is not installed");
      return;
    }
  g_setenv ("SOFTHSM2_CONF", config, TRUE);
  store = lk_personal_store_for_selector ("pkcs11:token=Card", NULL);
  install_and_use (fixture, store);
  g_object_unref (store);
  check_nothing_left (fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (access ("/proc/self/mem", R_OK) != 0)
    {
      g_print ("1..0 # SKIP /proc/self/mem cannot be read\n");
      return 0;
    }
  g_test_add ("/personal/wiping/search-finds-what-is-there", Fixture, NULL, set_up, test_search_finds, tear_down);
  g_test_add ("/personal/wiping/file", Fixture, NULL, set_up, test_file, tear_down);
  g_test_add ("/personal/wiping/plain-file", Fixture, NULL, set_up, test_plain_file, tear_down);
  g_test_add ("/personal/wiping/wrong-password", Fixture, NULL, set_up, test_wrong_password, tear_down);
  g_test_add ("/personal/wiping/nss", Fixture, NULL, set_up, test_nss, tear_down);
  g_test_add ("/personal/wiping/locked-nss", Fixture, NULL, set_up, test_locked_nss, tear_down);
  g_test_add ("/personal/wiping/token", Fixture, NULL, set_up, test_token, tear_down);
  return g_test_run ();
}
