/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-test-pki.h"
#include "lk-test-pulse.h"

#include "base/lk-error.h"
#include "baseline/lk-row-feed.h"
#include "personal/lk-nss-store.h"
#include "personal/lk-personal-deed.h"
#include "personal/lk-personal-install.h"
#include "personal/lk-personal-list.h"
#include "personal/lk-personal-row.h"
#include "personal/lk-personal-section.h"
#include "personal/lk-personal-status.h"
#include "personal/lk-personal-trouble.h"
#include "personal/lk-personal-window.h"

#include <string.h>

#define PATIENCE_S 30

static gboolean
give_up_cb (gpointer data)
{
  g_error ("nothing happened for %d seconds", PATIENCE_S);
  return G_SOURCE_REMOVE;
}

#define WAIT_FOR(condition)                                                \
  G_STMT_START                                                             \
  {                                                                        \
    guint patience = g_timeout_add_seconds (PATIENCE_S, give_up_cb, NULL); \
    while (!(condition))                                                   \
      g_main_context_iteration (NULL, TRUE);                               \
    g_source_remove (patience);                                            \
  }                                                                        \
  G_STMT_END

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

/* Status */

typedef struct
{
  const char *path;
  LkAnswer has_key;
  LkAnswer key_matches;
  LkAnswer exportable;
  const char *not_after;
  LkStatusLevel level;
  const char *text;
} StatusRow;

static const StatusRow status_rows[] = {
  { "exportable", LK_ANSWER_YES, LK_ANSWER_YES, LK_ANSWER_YES, "2028-05-01", LK_STATUS_GOOD, "Exportable · Until 1 May 2028" },
  { "not-exportable", LK_ANSWER_YES, LK_ANSWER_YES, LK_ANSWER_NO, "2028-05-01", LK_STATUS_WARNING, "Not exportable · Until 1 May 2028" },
  { "nobody-says", LK_ANSWER_YES, LK_ANSWER_YES, LK_ANSWER_UNKNOWN, "2028-05-01", LK_STATUS_NEUTRAL, "Not known whether exportable · Until 1 May 2028" },
  { "locked", LK_ANSWER_UNKNOWN, LK_ANSWER_UNKNOWN, LK_ANSWER_UNKNOWN, "2028-05-01", LK_STATUS_NEUTRAL, "Locked · Until 1 May 2028" },
  { "no-key", LK_ANSWER_NO, LK_ANSWER_UNKNOWN, LK_ANSWER_UNKNOWN, "2028-05-01", LK_STATUS_BAD, "No private key · Until 1 May 2028" },
  { "foreign-key", LK_ANSWER_YES, LK_ANSWER_NO, LK_ANSWER_YES, "2028-05-01", LK_STATUS_BAD, "The private key is not its own · Until 1 May 2028" },
  { "expired", LK_ANSWER_YES, LK_ANSWER_YES, LK_ANSWER_YES, "2026-05-01", LK_STATUS_BAD, "Expired on 1 May 2026 · Exportable" },
  { "expires-soon", LK_ANSWER_YES, LK_ANSWER_YES, LK_ANSWER_YES, "2026-06-11", LK_STATUS_WARNING, "Expires in 10 days · Exportable" },
};

static LkPersonal *
describe (const StatusRow *row)
{
  g_autoptr (LkTestCert) cert = lk_test_cert_new (
    &(LkTestSpec){ .subject = "CN=Kato", .not_before = "2025-01-01", .not_after = row->not_after });
  g_autoptr (LkCertificate) certificate = lk_certificate_new_from_der (cert->der, NULL);

  return lk_personal_new (&(LkPersonalFields){
    .selector = "nss:/somewhere#Kato",
    .store_title = "Browser",
    .label = "Kato",
    .certificate = certificate,
    .has_key = row->has_key,
    .key_matches = row->key_matches,
    .exportable = row->exportable,
  });
}

static void
test_status (gconstpointer data)
{
  const StatusRow *row = data;
  g_autoptr (LkPersonal) personal = describe (row);
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 6, 1, 0, 0, 0);
  LkSessionStatus status = lk_personal_status_describe (personal, now);
  g_autofree char *text = status.text;

  g_assert_cmpstr (text, ==, row->text);
  g_assert_cmpint (status.level, ==, row->level);
  g_assert_nonnull (status.icon_name);
  g_assert_cmpuint (strlen (lk_personal_status_explain_key (personal)), >, 20);
}

/* Each failure has a heading of its own. */
static void
test_troubles (void)
{
  static const LkError installing[] = { LK_ERROR_PASSWORD_WRONG, LK_ERROR_STORE_LOCKED,
                                        LK_ERROR_STORE_READ_ONLY, LK_ERROR_FULL,
                                        LK_ERROR_ROLLED_BACK, LK_ERROR_ROLLBACK_FAILED,
                                        LK_ERROR_STORE_FAILED };
  g_autoptr (GHashTable) headings = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (installing); i++)
    {
      g_autoptr (GError) error = g_error_new (LK_ERROR, (int)installing[i], "technical");

      g_assert_true (
        g_hash_table_add (headings, (gpointer)lk_personal_trouble_describe (error, TRUE).heading));
    }
}

/* Stores */

typedef struct
{
  char *folder;
  LkPersonalGroup *group;
  LkIdentity *identity;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkTestCert) cert = lk_test_client_new ("CN=Kato & Sons", NULL);
  g_autofree char *pem = lk_test_cert_to_pem_with_key (cert, NULL, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (pem, strlen (pem));
  g_autoptr (GError) error = NULL;

  fixture->folder = g_build_filename (g_get_home_dir (), ".pki", "nssdb", NULL);
  fixture->identity = lk_identity_new_from_bytes (bytes, NULL, "test", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->group);
  g_object_unref (fixture->identity);
  lk_test_folder_remove (fixture->folder);
  g_free (fixture->folder);
}

static LkPersonalInstalled *
install (Fixture *fixture, gboolean exportable, gboolean replace)
{
  const LkPersonalInstall what = { .identity = fixture->identity,
                                   .exportable = exportable,
                                   .replace = replace };
  g_autoptr (GAsyncResult) places_result = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) places = NULL;
  g_autoptr (GError) error = NULL;
  LkPersonalInstalled *installed;

  lk_personal_places_async (NULL, keep_result_cb, &places_result);
  WAIT_FOR (places_result != NULL);
  places = lk_personal_places_finish (places_result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (places->len, >=, 1);
  lk_personal_install_async (places->pdata[places->len - 1], &what, NULL, NULL, keep_result_cb,
                             &result);
  WAIT_FOR (result != NULL);
  installed = lk_personal_install_finish (result, &error);
  g_assert_no_error (error);
  return installed;
}

static void
open_group (Fixture *fixture)
{
  g_autoptr (LkPersonalStore) store = lk_nss_store_new (fixture->folder, "Browser");

  fixture->group = lk_personal_group_new (store);
  WAIT_FOR (lk_personal_group_is_listed (fixture->group));
}

static LkPersonal *
get_first (Fixture *fixture)
{
  g_autoptr (LkPersonal) personal =
    g_list_model_get_item (lk_personal_group_get_model (fixture->group), 0);

  return personal; /* the model holds it */
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (lk_personal_group_get_model (fixture->group));
}

static void
test_makes_a_database (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkPersonalInstalled) first = install (fixture, FALSE, FALSE);
  g_autoptr (LkPersonalInstalled) again = install (fixture, TRUE, FALSE);
  g_autoptr (LkPersonalInstalled) replaced = install (fixture, TRUE, TRUE);

  g_assert_false (first->existed);
  g_assert_cmpint (lk_personal_get_fields (first->personal)->exportable, ==, LK_ANSWER_NO);
  g_assert_true (again->existed);
  g_assert_cmpint (lk_personal_get_fields (again->personal)->exportable, ==, LK_ANSWER_NO);
  g_assert_false (replaced->existed);
  g_assert_cmpint (lk_personal_get_fields (replaced->personal)->exportable, ==, LK_ANSWER_YES);
}

static gboolean
run_deed (Fixture *fixture, LkPersonalDeed deed)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  lk_personal_deed_async (fixture->group, lk_personal_get_fields (get_first (fixture))->selector,
                          deed, NULL, NULL, keep_result_cb, &result);
  WAIT_FOR (result != NULL);
  done = lk_personal_deed_finish (result, &error);
  g_assert_true (done == (error == NULL));
  return done;
}

static void
test_deeds (Fixture *fixture, gconstpointer data)
{
  const gboolean exportable = GPOINTER_TO_INT (data);
  g_autoptr (LkPersonalInstalled) installed = install (fixture, exportable, FALSE);

  open_group (fixture);
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_true (run_deed (fixture, LK_PERSONAL_PROVE));
  g_assert_true (run_deed (fixture, LK_PERSONAL_TEST_EXPORT) == exportable);
  g_assert_true (run_deed (fixture, LK_PERSONAL_REMOVE));
  WAIT_FOR (count (fixture) == 0); /* the database is watched */
}

/* What another program installs is seen without being asked for. */
static void
test_is_live (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkPersonalInstalled) installed = NULL;
  g_autoptr (LkPersonalStore) made = lk_nss_store_create (fixture->folder, NULL, NULL);

  g_assert_nonnull (made);
  open_group (fixture);
  g_assert_cmpuint (count (fixture), ==, 0);
  installed = install (fixture, TRUE, FALSE);
  WAIT_FOR (count (fixture) == 1);
}

static void
test_searches (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *words;
    guint found;
  } rows[] = { { NULL, 1 }, { "", 1 }, { "kato & S", 1 }, { "BROWSER", 1 }, { "suzuki", 0 } };
  g_autoptr (LkPersonalInstalled) installed = install (fixture, TRUE, FALSE);
  g_autoptr (LkPersonalSection) section = NULL;

  open_group (fixture);
  section = g_object_ref_sink (lk_personal_section_new (fixture->group));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (lk_personal_section_search (section, rows[i].words), ==, rows[i].found);
}

/* Many certificates */

#define N_MANY    1000
#define LIMIT_US  (50 * 1000)
#define MAX_TRIES 3 /* a busy machine may hold any program up for a moment */

static guint
count_rows (GtkWidget *widget)
{
  guint count = LK_IS_PERSONAL_ROW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += count_rows (child);
  return count;
}

static GtkWidget *
find_more (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL &&
      g_str_has_prefix (gtk_button_get_label (GTK_BUTTON (widget)), "Show "))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_more (child);
  return found;
}

static GPtrArray *
make_many (LkPersonal *one)
{
  GPtrArray *many = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *selector = g_strdup_printf ("nss:/nowhere#%u", i);
      LkPersonalFields fields = *lk_personal_get_fields (one);

      fields.selector = selector;
      g_ptr_array_add (many, lk_personal_new (&fields));
    }
  return many;
}

/* The rows' buttons find their actions above them, as in the page, and are warned of when these do
 * not fit. */
static void
add_actions (GtkWidget *window)
{
  static const GActionEntry entries[] = {
    { .name = "view", .parameter_type = "s" },
    { .name = "remove", .parameter_type = "s" },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), NULL);
  gtk_widget_insert_action_group (window, "personal", G_ACTION_GROUP (group));
}

/* A thousand in one store: a page of them comes by itself, a few at a time, and another one when it
 * is asked for; the main loop is never held up. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkPersonalInstalled) installed = install (fixture, TRUE, FALSE);
  g_autoptr (GPtrArray) many = make_many (installed->personal);
  gint64 best = G_MAXINT64;

  open_group (fixture);
  for (guint i = 0; i < MAX_TRIES && best > LIMIT_US; i++)
    {
      GtkWidget *window = gtk_window_new ();
      GListStore *model = G_LIST_STORE (lk_personal_group_get_model (fixture->group));
      LkTestPulse *pulse;
      gint64 longest;

      add_actions (window);
      gtk_window_set_child (GTK_WINDOW (window),
                            GTK_WIDGET (lk_personal_section_new (fixture->group)));
      gtk_window_present (GTK_WINDOW (window));
      WAIT_FOR (count_rows (window) == 1);
      pulse = lk_test_pulse_start ();
      g_list_store_splice (model, 1, 0, many->pdata, many->len);
      WAIT_FOR (count_rows (window) == LK_ROW_FEED_PAGE);
      gtk_widget_activate (find_more (window));
      WAIT_FOR (count_rows (window) == 2 * LK_ROW_FEED_PAGE);
      longest = lk_test_pulse_stop (pulse);
      g_test_message ("longest gap: %.1f ms", (double)longest / 1000);
      best = MIN (best, longest);
      gtk_window_destroy (GTK_WINDOW (window));
      g_list_store_splice (model, 1, N_MANY, NULL, 0);
    }
  g_assert_cmpint (best, <=, LIMIT_US);
}

/* The main loop never waits for a store: no turn of it takes long, generous for slow machines. */
static void
test_window_never_waits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkPersonalInstalled) installed = install (fixture, TRUE, FALSE);
  g_autoptr (LkPersonalList) list = lk_personal_list_new ();
  gint64 longest = 0;
  guint patience = g_timeout_add_seconds (PATIENCE_S, give_up_cb, NULL);

  for (;;)
    {
      GListModel *groups = lk_personal_list_get_groups (list);
      g_autoptr (LkPersonalGroup) group = g_list_model_get_item (groups, 0);
      gint64 before;

      if (group != NULL && g_list_model_get_n_items (lk_personal_group_get_model (group)) > 0)
        break;
      while (!g_main_context_pending (NULL))
        g_usleep (1000);
      before = g_get_monotonic_time ();
      g_main_context_iteration (NULL, FALSE);
      longest = MAX (longest, g_get_monotonic_time () - before);
    }
  g_source_remove (patience);
  g_object_run_dispose (G_OBJECT (list));
  g_assert_cmpint (longest, <, 500 * 1000);
  g_test_message ("longest turn of the main loop: %" G_GINT64_FORMAT " µs", longest);
}

static void
test_window (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkPersonalInstalled) installed = install (fixture, TRUE, FALSE);
  GtkWindow *window;

  lk_personal_window_present (NULL);
  window = g_list_model_get_item (gtk_window_get_toplevels (), 0);
  g_assert_true (LK_IS_PERSONAL_WINDOW (window));
  lk_personal_window_present (NULL); /* the same one */
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (window), "personal.import", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 2);
  gtk_window_destroy (window);
  g_object_unref (window);
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

int
main (int argc, char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("lk-home-XXXXXX", NULL);
  int result;

  /* Before anybody asks for it: no store of the person who runs this. */
  g_setenv ("HOME", home, TRUE);
  g_setenv ("SOFTHSM2_CONF", "/nonexistent", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  for (gsize i = 0; i < G_N_ELEMENTS (status_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/app/personal/status/", status_rows[i].path, NULL);

      g_test_add_data_func (path, &status_rows[i], test_status);
    }
  g_test_add_func ("/app/personal/troubles/have-words-of-their-own", test_troubles);
#define ADD(path, data, func) g_test_add ("/app/personal/" path, Fixture, data, set_up, func, tear_down)
  ADD ("install/makes-a-database-and-replaces", NULL, test_makes_a_database);
  ADD ("deeds/exportable", GINT_TO_POINTER (TRUE), test_deeds);
  ADD ("deeds/not-exportable", GINT_TO_POINTER (FALSE), test_deeds);
  ADD ("group/is-live", NULL, test_is_live);
  ADD ("section/searches", NULL, test_searches);
  ADD ("section/shows-many-by-and-by", NULL, test_many);
  ADD ("list/never-waits", NULL, test_window_never_waits);
  ADD ("window/is-one", NULL, test_window);
  result = g_test_run ();
  lk_test_folder_remove (home);
  return result;
}
