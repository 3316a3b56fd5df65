/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "lk-test-pki.h"
#include "store/lk-store.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

typedef struct
{
  char *folder;
  char *path;
  LkStore *store;
} Fixture;

static LkStore *
reopen (Fixture *fixture, GError **error)
{
  g_clear_object (&fixture->store);
  fixture->store = lk_store_open (fixture->folder, error);
  return fixture->store;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *parent = lk_test_folder_new ();
  g_autoptr (GError) error = NULL;

  fixture->folder = g_steal_pointer (&parent);
  fixture->path = g_build_filename (fixture->folder, "latchkey.db", NULL);
  reopen (fixture, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->store != NULL)
    g_assert_finalize_object (fixture->store);
  lk_test_folder_remove (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static LkCameraRecord *
make_record (const char *id, const char *name)
{
  return lk_camera_record_new (&(LkCameraRecordFields){ .id = id,
                                                        .name = name,
                                                        .uri = "https://192.0.2.10",
                                                        .user = "admin",
                                                        .pin = "sha256:00",
                                                        .allow_basic = TRUE });
}

static void
test_cameras (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkCameraRecord) gate = make_record (NULL, "Gate");
  g_autoptr (LkCameraRecord) attic = make_record (NULL, "attic");
  g_autoptr (LkCameraRecord) renamed = make_record (lk_camera_record_get_id (gate), "A gate");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cameras = NULL;
  g_autoptr (LkCameraRecord) found = NULL;
  const LkCameraRecordFields *fields;

  g_assert_true (lk_store_save_camera (fixture->store, gate, &error));
  g_assert_true (lk_store_save_camera (fixture->store, attic, &error));
  g_assert_true (lk_store_save_camera (fixture->store, renamed, &error));
  g_assert_no_error (error);
  reopen (fixture, &error);
  g_assert_no_error (error);

  cameras = lk_store_list_cameras (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cameras->len, ==, 2);
  fields = lk_camera_record_get_fields (g_ptr_array_index (cameras, 0));
  g_assert_cmpstr (fields->name, ==, "A gate");
  g_assert_cmpstr (fields->driver, ==, "auto");
  g_assert_cmpstr (fields->user, ==, "admin");
  g_assert_cmpstr (fields->pin, ==, "sha256:00");
  g_assert_null (fields->profile);
  g_assert_true (fields->allow_basic);
  g_assert_false (fields->allow_plain_http);

  found = lk_store_find_camera_by_uri (fixture->store, "https://192.0.2.10", &error);
  g_assert_cmpstr (lk_camera_record_get_id (found), ==, lk_camera_record_get_id (attic));
  g_assert_null (lk_store_find_camera_by_uri (fixture->store, "https://192.0.2.11", &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (lk_store_remove_camera (fixture->store, lk_camera_record_get_id (attic), &error));
  g_assert_false (lk_store_remove_camera (fixture->store, lk_camera_record_get_id (attic), &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (lk_store_get_camera (fixture->store, lk_camera_record_get_id (attic), &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_NOT_FOUND);
}

static void
test_certificates (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkCameraRecord) gate = make_record ("gate", "Gate");
  g_autoptr (LkTestCert) first = lk_test_ca_new ("CN=First", NULL);
  g_autoptr (LkTestCert) second = lk_test_ca_new ("CN=Second", NULL);
  g_autoptr (LkCertificate) one = lk_certificate_new_from_der (first->der, NULL);
  g_autoptr (LkCertificate) two = lk_certificate_new_from_der (second->der, NULL);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) nothing = NULL;
  g_autoptr (GDateTime) given = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (lk_store_add_certificate (fixture->store, "gate", "ca", one, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_STORE_FAILED);
  g_clear_error (&error);
  lk_store_save_camera (fixture->store, gate, &error);
  g_assert_true (lk_store_add_certificate (fixture->store, "gate", "ca", one, &error));
  g_assert_true (lk_store_add_certificate (fixture->store, "gate", "ca", two, &error));
  g_assert_true (lk_store_add_certificate (fixture->store, "gate", "ca", one, &error));
  g_assert_no_error (error);
  list = lk_store_list_certificates (fixture->store, "gate", &error);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_true (lk_certificate_equal (g_ptr_array_index (list, 0), one));

  g_assert_null (lk_store_find_word (fixture->store, "gate", "others", "subject"));
  g_assert_true (lk_store_add_word (fixture->store, "gate", "others", "subject", &error));
  given = lk_store_find_word (fixture->store, "gate", "others", "subject");
  g_assert_nonnull (given);

  /* What belongs to a camera goes with it; saving it again keeps it. */
  lk_store_save_camera (fixture->store, gate, &error);
  g_ptr_array_unref (list);
  list = lk_store_list_certificates (fixture->store, "gate", &error);
  g_assert_cmpuint (list->len, ==, 2);
  lk_store_remove_camera (fixture->store, "gate", &error);
  nothing = lk_store_list_certificates (fixture->store, "gate", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nothing->len, ==, 0);
}

static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static char *
read_all (const char *path, gsize *length)
{
  char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, length, NULL));
  return contents;
}

static void
assert_refused_untouched (Fixture *fixture, const char *word)
{
  gsize before_length;
  gsize after_length;
  g_autofree char *before = read_all (fixture->path, &before_length);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (reopen (fixture, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_STORE_FAILED);
  g_assert_nonnull (strstr (error->message, word));
  after = read_all (fixture->path, &after_length);
  g_assert_cmpmem (before, before_length, after, after_length);
}

static void
test_newer (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->store);
  run_sql (fixture->path, "PRAGMA user_version = 4711");
  assert_refused_untouched (fixture, "newer");
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  gsize length;
  g_autofree char *contents = NULL;

  g_clear_object (&fixture->store);
  contents = read_all (fixture->path, &length);
  g_assert_cmpuint (length, >, 8192);
  if (GPOINTER_TO_INT (data) == 0)
    memset (contents, 'x', 100);
  else if (GPOINTER_TO_INT (data) == 1)
    length = 6000;
  else
    memset (contents + 4096, 0xff, length - 4096);
  g_assert_true (g_file_set_contents (fixture->path, contents, (gssize)length, NULL));
  assert_refused_untouched (fixture, "damaged");
}

static void
test_private (Fixture *fixture, gconstpointer data)
{
  g_autofree char *inner = g_build_filename (fixture->folder, "made", NULL);
  g_autofree char *path = g_build_filename (inner, "latchkey.db", NULL);
  g_autoptr (GError) error = NULL;
  LkStore *store = lk_store_open (inner, &error);
  GStatBuf info;

  g_assert_no_error (error);
  g_assert_cmpint (g_stat (inner, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_finalize_object (store);
  g_unlink (path);
  g_rmdir (inner);

  g_assert_null (lk_store_open ("/proc/nowhere", &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_STORE_FAILED);
}

static gpointer
save_thread (gpointer data)
{
  LkStore *store = data;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (LkCameraRecord) record = make_record (NULL, "Thread");

      g_assert_true (lk_store_save_camera (store, record, NULL));
    }
  return NULL;
}

static void
test_threads (Fixture *fixture, gconstpointer data)
{
  /* Two of this store, two of another handle on the same file, as another process would be. */
  g_autoptr (LkStore) other = lk_store_open (fixture->folder, NULL);
  GThread *threads[4];
  g_autoptr (GPtrArray) cameras = NULL;

  for (guint i = 0; i < 4; i++)
    threads[i] = g_thread_new ("save", save_thread, i % 2 == 0 ? fixture->store : other);
  for (guint i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  cameras = lk_store_list_cameras (fixture->store, NULL);
  g_assert_cmpuint (cameras->len, ==, 80);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/store/cameras/survive", Fixture, NULL, set_up, test_cameras, tear_down);
  g_test_add ("/store/certificates/belong-to-a-camera", Fixture, NULL, set_up, test_certificates, tear_down);
  g_test_add ("/store/open/refuses-newer-untouched", Fixture, NULL, set_up, test_newer, tear_down);
  g_test_add ("/store/open/leaves-damaged-header", Fixture, GINT_TO_POINTER (0), set_up, test_damaged, tear_down);
  g_test_add ("/store/open/leaves-truncated", Fixture, GINT_TO_POINTER (1), set_up, test_damaged, tear_down);
  g_test_add ("/store/open/leaves-overwritten-pages", Fixture, GINT_TO_POINTER (2), set_up, test_damaged, tear_down);
  g_test_add ("/store/open/is-private", Fixture, NULL, set_up, test_private, tear_down);
  g_test_add ("/store/threads/share", Fixture, NULL, set_up, test_threads, tear_down);

  return g_test_run ();
}
