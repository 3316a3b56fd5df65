/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The inspector from files to widgets: what is listed, asked, shown, jumped to, compared and
 * saved. */

#include "config.h"

#include "base/lk-error.h"
#include "certificate/lk-byte-breaks.h"
#include "certificate/lk-compare-window.h"
#include "certificate/lk-comparison.h"
#include "certificate/lk-detail-row.h"
#include "certificate/lk-entry-list.h"
#include "certificate/lk-inspector-private.h"
#include "certificate/lk-links.h"
#include "certificate/lk-password-page.h"
#include "certificate/lk-structure-window.h"
#include "simcamera/lk-sim-samples.h"

#include <string.h>
#include <time.h>

#include <glib/gstdio.h>

#define SKIPPED  77
#define LONG_US  (20 * G_USEC_PER_SEC)
#define BLOCK_US 50000

typedef struct
{
  char *folder;
  LkInspector *window;
} Fixture;

static char *samples; /* made once: keys take their time */

static void
setup (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("latchkey-inspector-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
teardown (Fixture *self, gconstpointer data)
{
  if (self->window != NULL)
    {
      g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *)&self->window);
      gtk_window_destroy (GTK_WINDOW (self->window));
      for (gint64 end = g_get_monotonic_time () + LONG_US;
           self->window != NULL && g_get_monotonic_time () < end;)
        g_main_context_iteration (NULL, TRUE);
      g_assert_null (self->window);
    }
  remove_folder (self->folder);
  g_free (self->folder);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until @check says so, and fails when it takes too long. */
static void
wait_for (gboolean (*check) (LkInspector *window), LkInspector *window)
{
  gint64 end = g_get_monotonic_time () + LONG_US;
  guint wake = g_timeout_add (20, wake_cb, NULL);

  while (!check (window) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (wake);
  g_assert_true (check (window));
}

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static LkInspection *
get_inspection (LkInspector *window)
{
  return lk_details_page_get_inspection (lk_inspector_get_page (window));
}

static gboolean
is_shown (LkInspector *window)
{
  LkInspection *inspection = get_inspection (window);

  return inspection != NULL &&
         lk_inspection_get_entry (inspection) == lk_inspector_get_entry (window);
}

static gboolean
is_asked (LkInspector *window)
{
  LkEntry *entry = lk_inspector_get_entry (window);

  return entry != NULL && lk_entry_needs_password (entry);
}

static gboolean
is_refused (LkInspector *window)
{
  return lk_password_page_is_refused (
    LK_PASSWORD_PAGE (find_widget (GTK_WIDGET (window), LK_TYPE_PASSWORD_PAGE)));
}

static gboolean
is_failed (LkInspector *window)
{
  LkEntry *entry = lk_inspector_get_entry (window);

  return entry != NULL && lk_entry_get_error (entry) != NULL;
}

static void
open_paths (Fixture *self, char **paths)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; paths[i] != NULL; i++)
    g_ptr_array_add (files, g_file_new_for_path (paths[i]));
  self->window = lk_inspector_present_files (NULL, NULL, (GFile **)files->pdata, files->len);
}

static void
open_sample (Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (samples, name, NULL);
  char *paths[] = { path, NULL };

  open_paths (self, paths);
}

static guint
count_entries (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (lk_inspector_get_entries (self->window)));
}

static void
test_root (Fixture *self, gconstpointer data)
{
  open_sample (self, LK_SIM_SAMPLE_CA);
  wait_for (is_shown, self->window);

  g_assert_cmpuint (count_entries (self), ==, 1);
  g_assert_null (find_widget (GTK_WIDGET (self->window), LK_TYPE_ENTRY_LIST));
  g_assert_cmpint (lk_verdict_get_state (lk_inspection_get_verdict (get_inspection (self->window))),
                   ==, LK_VERDICT_GOOD);
  g_assert_nonnull (strstr (lk_inspection_get_remark (get_inspection (self->window)), "personal certificates"));
  g_assert_nonnull (lk_inspection_get_chain (get_inspection (self->window)));
}

static void
test_bundle (Fixture *self, gconstpointer data)
{
  open_sample (self, LK_SIM_SAMPLE_BUNDLE);
  wait_for (is_shown, self->window);

  g_assert_cmpuint (count_entries (self), ==, 3);
  g_assert_cmpint (lk_entry_get_kind (lk_inspector_get_entry (self->window)), ==, LK_ENTRY_FILE);
  g_assert_cmpuint (lk_inspection_get_members (get_inspection (self->window))->len, ==, 2);
  g_assert_null (lk_inspection_get_pem (get_inspection (self->window)));
}

static gboolean
is_ca_shown (LkInspector *window)
{
  return is_shown (window) && lk_inspection_get_certificate (get_inspection (window)) != NULL;
}

static void
test_choose (Fixture *self, gconstpointer data)
{
  GtkSelectionModel *selection;

  open_sample (self, LK_SIM_SAMPLE_BUNDLE);
  wait_for (is_shown, self->window);
  selection = gtk_list_view_get_model (
    GTK_LIST_VIEW (find_widget (GTK_WIDGET (self->window), GTK_TYPE_LIST_VIEW)));
  g_assert_true (gtk_selection_model_select_item (selection, 2, TRUE));
  wait_for (is_ca_shown, self->window);
  g_assert_true (gtk_selection_model_is_selected (selection, 2));
}

static void
test_password (Fixture *self, gconstpointer data)
{
  LkPasswordPage *page;

  open_sample (self, LK_SIM_SAMPLE_PERSON);
  wait_for (is_asked, self->window);
  page = LK_PASSWORD_PAGE (find_widget (GTK_WIDGET (self->window), LK_TYPE_PASSWORD_PAGE));

  lk_password_page_enter (page, "wrong");
  wait_for (is_refused, self->window);
  g_assert_cmpuint (count_entries (self), ==, 1);

  lk_password_page_enter (page, LK_SIM_SAMPLE_PERSON_PASSWORD);
  wait_for (is_shown, self->window);
  g_assert_cmpuint (count_entries (self), >, 2);
  g_assert_nonnull (lk_inspection_get_certificate (get_inspection (self->window)));
  g_assert_false (
    lk_certificate_is_ca (lk_inspection_get_certificate (get_inspection (self->window))));
}

/* Nothing of a private key is copied, saved, printed or shown as structure. */
static void
test_no_key (Fixture *self, gconstpointer data)
{
  guint keys = 0;

  open_sample (self, LK_SIM_SAMPLE_PERSON);
  wait_for (is_asked, self->window);
  lk_password_page_enter (
    LK_PASSWORD_PAGE (find_widget (GTK_WIDGET (self->window), LK_TYPE_PASSWORD_PAGE)),
    LK_SIM_SAMPLE_PERSON_PASSWORD);
  wait_for (is_shown, self->window);

  for (guint i = 0; i < count_entries (self); i++)
    {
      g_autoptr (LkEntry) entry =
        g_list_model_get_item (G_LIST_MODEL (lk_inspector_get_entries (self->window)), i);
      LkItem *item = lk_entry_get_item (entry);
      gboolean is_key = item != NULL && lk_item_get_kind (item) == LK_ITEM_PRIVATE_KEY;
      g_autofree char *text = NULL;

      lk_inspector_show_entry (self->window, entry);
      wait_for (is_shown, self->window);
      text = lk_inspection_to_text (get_inspection (self->window));
      g_assert_null (strstr (text, "PRIVATE KEY-----"));
      keys += is_key;
      if (is_key)
        {
          g_assert_null (lk_inspection_get_pem (get_inspection (self->window)));
          g_assert_null (lk_inspection_get_der (get_inspection (self->window)));
        }
      else if (item != NULL)
        g_assert_true (g_str_has_prefix (lk_inspection_get_pem (get_inspection (self->window)),
                                         "-----BEGIN CERTIFICATE-----"));
    }
  g_assert_cmpuint (keys, ==, 1);
}

static void
test_broken (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "page.pem", NULL);
  char *paths[] = { path, NULL };

  g_assert_true (g_file_set_contents (path, "<html>Log in</html>", -1, NULL));
  open_paths (self, paths);
  wait_for (is_failed, self->window);
  g_assert_error (lk_entry_get_error (lk_inspector_get_entry (self->window)), LK_ERROR,
                  LK_ERROR_BAD_DATA);
}

static void
test_several_files (Fixture *self, gconstpointer data)
{
  g_autofree char *bad = g_build_filename (self->folder, "bad.pem", NULL);
  g_autofree char *good = g_build_filename (samples, LK_SIM_SAMPLE_CA, NULL);
  g_autofree char *locked = g_build_filename (samples, LK_SIM_SAMPLE_SERVER, NULL);
  char *paths[] = { good, bad, locked, NULL };

  g_assert_true (g_file_set_contents (bad, "nothing", -1, NULL));
  open_paths (self, paths);
  wait_for (is_shown, self->window);
  g_assert_cmpuint (count_entries (self), ==, 3);
  g_assert_true (
    gtk_widget_get_visible (find_widget (GTK_WIDGET (self->window), LK_TYPE_ENTRY_LIST)));
}

static void
test_jump (Fixture *self, gconstpointer data)
{
  GPtrArray *findings;
  gboolean jumped = FALSE;

  open_sample (self, LK_SIM_SAMPLE_EXPIRED_CA);
  wait_for (is_shown, self->window);
  findings = lk_inspection_get_findings (get_inspection (self->window));
  g_assert_cmpuint (findings->len, >, 0);
  for (guint i = 0; i < findings->len; i++)
    {
      LkFinding *finding = findings->pdata[i];

      if (lk_finding_get_field (finding) == NULL)
        continue;
      g_assert_true (lk_details_page_show_field (lk_inspector_get_page (self->window),
                                                 lk_finding_get_field (finding)));
      jumped = jumped || g_str_equal (lk_finding_get_field (finding), "not-after");
    }
  g_assert_true (jumped);
  g_assert_false (lk_details_page_show_field (lk_inspector_get_page (self->window), "no-such-field"));
}

static void
test_search (Fixture *self, gconstpointer data)
{
  LkDetailsPage *page;
  guint all;

  open_sample (self, LK_SIM_SAMPLE_CA);
  wait_for (is_shown, self->window);
  page = lk_inspector_get_page (self->window);
  (void)lk_details_page_show_field (page, NULL); /* makes all rows */
  all = lk_details_page_count_rows (page, FALSE);

  lk_details_page_set_search (page, "SHA-256");
  g_assert_cmpuint (lk_details_page_count_rows (page, TRUE), >, 0);
  g_assert_cmpuint (lk_details_page_count_rows (page, TRUE), <, all);
  lk_details_page_set_search (page, "no such text");
  g_assert_cmpuint (lk_details_page_count_rows (page, TRUE), ==, 0);
  lk_details_page_set_search (page, NULL);
  g_assert_cmpuint (lk_details_page_count_rows (page, TRUE), ==, all);
}

static LkCompareWindow *comparing;

static gboolean
is_compared (LkInspector *window)
{
  return lk_compare_window_get_fields (comparing) != NULL;
}

static void
test_compare (Fixture *self, gconstpointer data)
{
  GListModel *fields;
  guint differing = 0;
  guint equal = 0;

  open_sample (self, LK_SIM_SAMPLE_BUNDLE);
  wait_for (is_shown, self->window);
  {
    g_autoptr (LkEntry) first =
      g_list_model_get_item (G_LIST_MODEL (lk_inspector_get_entries (self->window)), 1);

    comparing = lk_compare_window_new (GTK_WINDOW (self->window), first,
                                       G_LIST_MODEL (lk_inspector_get_entries (self->window)));
  }
  g_assert_true (lk_compare_window_has_choice (comparing));
  wait_for (is_compared, self->window);
  fields = lk_compare_window_get_fields (comparing);
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (LkComparedField) field = g_list_model_get_item (fields, i);

      differing += lk_compared_field_differs (field);
      equal += !lk_compared_field_differs (field);
    }
  g_assert_cmpuint (differing, >, 3);
  g_assert_cmpuint (equal, >, 3);
  gtk_window_destroy (GTK_WINDOW (comparing));
}

static void
test_compare_texts (void)
{
  static const struct
  {
    const char *text, *other;
    guint start, end;
  } cases[] = {
    { "same", "same", 4, 4 },
    { "abXcd", "abYcd", 2, 3 },
    { "abcd", "abXcd", 2, 2 },
    { "ä1ö", "ä2ö", 2, 3 },
    { "", "x", 0, 0 },
    { "aa", "a", 1, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint start, end;

      lk_compare_texts (cases[i].text, cases[i].other, &start, &end);
      g_assert_cmpuint (start, ==, cases[i].start);
      g_assert_cmpuint (end, ==, cases[i].end);
    }
}

static void
test_structure (Fixture *self, gconstpointer data)
{
  LkStructureWindow *structure;
  g_autofree char *root = NULL;
  g_autofree char *second = NULL;

  open_sample (self, LK_SIM_SAMPLE_CA_DER);
  wait_for (is_shown, self->window);
  structure = lk_structure_window_new (GTK_WINDOW (self->window), "CA",
                                       lk_inspection_get_der (get_inspection (self->window)));
  g_assert_cmpuint (
    g_list_model_get_n_items (G_LIST_MODEL (lk_structure_window_get_nodes (structure))), >, 10);
  root = lk_structure_window_dup_bytes_text (structure);
  g_assert_true (g_str_has_prefix (root, "000000  30 "));
  gtk_selection_model_select_item (lk_structure_window_get_nodes (structure), 2, TRUE);
  second = lk_structure_window_dup_bytes_text (structure);
  g_assert_cmpstr (second, !=, root);
  gtk_window_destroy (GTK_WINDOW (structure));
}

static gboolean
is_whole (LkInspector *window)
{
  return g_list_model_get_n_items (G_LIST_MODEL (lk_inspector_get_entries (window))) ==
         LK_BUNDLE_MAX_OBJECTS + 1;
}

static gboolean
is_searched (LkInspector *window)
{
  return lk_entry_list_count_shown (
           LK_ENTRY_LIST (find_widget (GTK_WIDGET (window), LK_TYPE_ENTRY_LIST))) == 1;
}

static void
test_links (void)
{
  static const struct
  {
    const char *text;
    const char *markup; /* NULL: no link */
  } rows[] = {
    { "URI:http://crl.example.org/ca.crl\n", "URI:<a href=\"http://crl.example.org/ca.crl\">http://crl.example.org/ca.crl</a>\n" },
    { "https://a/?b=1&c", "<a href=\"https://a/?b=1&amp;c\">https://a/?b=1&amp;c</a>" },
    { "http://a/<b>\"", "<a href=\"http://a/\">http://a/</a>&lt;b&gt;&quot;" },
    { "CN=<b>A & B</b>", NULL },
    { "file:///etc/passwd", NULL },
    { "http://", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *markup = lk_links_to_markup (rows[i].text);

      g_assert_cmpstr (markup, ==, rows[i].markup);
    }
}

/* A long value stands in lines, which say the same; a short one and a text stay as they are. */
static void
test_lines (void)
{
  g_autoptr (GString) value = g_string_new (NULL);
  g_autofree char *text = lk_byte_breaks_dup_lines ("CN=ab:cd:ef");
  g_autofree char *lines = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *joined = NULL;

  g_assert_cmpstr (text, ==, "CN=ab:cd:ef");
  for (guint i = 0; i < 512; i++)
    g_string_append_printf (value, "%s%02x", i > 0 ? ":" : "", i % 256);
  lines = lk_byte_breaks_dup_lines (value->str);
  parts = g_strsplit (lines, "\n", -1);
  joined = g_strjoinv (NULL, parts);
  g_assert_cmpuint (g_strv_length (parts), ==, 32);
  g_assert_cmpstr (joined, ==, value->str);

  g_string_truncate (value, strlen ("00:01:02"));
  g_free (g_steal_pointer (&lines));
  lines = lk_byte_breaks_dup_lines (value->str);
  g_assert_cmpstr (lines, ==, "00:01:02");
}

static gint64 last_turn_us;
static gint64 longest_us;

/* Of this thread alone: what else the machine does is not the window's fault. */
static gint64
get_cpu_time (void)
{
  struct timespec time;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time), ==, 0);
  return (gint64)time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gboolean
measure_cb (gpointer data)
{
  gint64 now = get_cpu_time ();

  longest_us = MAX (longest_us, last_turn_us != 0 ? now - last_turn_us : 0);
  last_turn_us = now;
  return G_SOURCE_CONTINUE;
}

/* Ten thousand objects: all listed, searched through, and the main loop goes on turning. */
static void
test_many (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "many.pem", NULL);
  g_autofree char *ca = g_build_filename (samples, LK_SIM_SAMPLE_CA, NULL);
  g_autofree char *other = g_build_filename (samples, LK_SIM_SAMPLE_NOT_A_CA, NULL);
  g_autofree char *pem = NULL;
  g_autofree char *last = NULL;
  g_autofree char *title = NULL;
  GString *text = g_string_new (NULL);
  char *paths[] = { path, NULL };
  guint timer;

  g_assert_true (g_file_get_contents (ca, &pem, NULL, NULL));
  g_assert_true (g_file_get_contents (other, &last, NULL, NULL));
  for (guint i = 0; i < LK_BUNDLE_MAX_OBJECTS - 1; i++)
    g_string_append (text, pem);
  g_string_append (text, last);
  g_assert_true (g_file_set_contents (path, text->str, (gssize)text->len, NULL));
  g_string_free (text, TRUE);

  open_paths (self, paths);
  last_turn_us = longest_us = 0;
  timer = g_timeout_add (5, measure_cb, NULL);
  wait_for (is_shown, self->window);
  wait_for (is_whole, self->window);
  {
    g_autoptr (LkEntry) entry = g_list_model_get_item (
      G_LIST_MODEL (lk_inspector_get_entries (self->window)), LK_BUNDLE_MAX_OBJECTS);

    title = g_strdup (lk_entry_get_title (entry));
  }
  lk_entry_list_set_search (
    LK_ENTRY_LIST (find_widget (GTK_WIDGET (self->window), LK_TYPE_ENTRY_LIST)), title);
  wait_for (is_searched, self->window);
  g_source_remove (timer);
  g_test_message ("the main loop was never busy for more than %.1f ms", (double)longest_us / 1000);
  g_assert_cmpint (longest_us, <, BLOCK_US);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/inspector/root/says-what-it-is-good-for", test_root },
    { "/inspector/bundle/lists-all", test_bundle },
    { "/inspector/list/shows-what-is-chosen", test_choose },
    { "/inspector/password/asks-again-when-wrong", test_password },
    { "/inspector/export/never-has-the-key", test_no_key },
    { "/inspector/broken/says-so", test_broken },
    { "/inspector/files/opens-what-can-be-opened", test_several_files },
    { "/inspector/finding/jumps-to-its-field", test_jump },
    { "/inspector/search/leaves-what-matches", test_search },
    { "/inspector/compare/marks-what-differs", test_compare },
    { "/inspector/structure/shows-bytes", test_structure },
    { "/inspector/many/goes-on-turning", test_many },
  };
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return SKIPPED;
    }
  adw_init ();
  samples = g_dir_make_tmp ("latchkey-samples-XXXXXX", NULL);
  g_assert_true (lk_sim_samples_write (samples, NULL));

  g_test_add_func ("/inspector/links/escapes-the-rest", test_links);
  g_test_add_func ("/inspector/bytes/stand-in-lines", test_lines);
  g_test_add_func ("/inspector/compare/finds-the-differing-part", test_compare_texts);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, setup, tests[i].run, teardown);
  status = g_test_run ();
  remove_folder (samples);
  g_free (samples);
  return status;
}
