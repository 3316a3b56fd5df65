/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-finder.h"

#include "lk-test-responder.h"

#include <adwaita.h>
#include <unistd.h>

#define SKIPPED 77

/* Which of a camera's addresses is proposed. */
static const struct
{
  const char *path;
  const char *sender;
  const char *xaddrs;
  const char *uri; /* NULL: none */
  const char *plain_uri;
} addresses[] = {
  { "encrypted", "192.0.2.7", "http://192.0.2.7/x https://192.0.2.7/x", "https://192.0.2.7", NULL },
  { "with-port", "192.0.2.7", "https://192.0.2.7:8443/x", "https://192.0.2.7:8443", NULL },
  { "that-answered", "192.0.2.7", "https://10.0.0.1/x https://192.0.2.7/x", "https://192.0.2.7", NULL },
  { "plain-only", "192.0.2.7", "http://192.0.2.7:8080/x", "https://192.0.2.7", "http://192.0.2.7:8080" },
  { "ipv6", "2001:db8::7", "http://192.0.2.7/x https://[2001:db8::7]:444/x", "https://[2001:db8::7]:444", NULL },
  { "of-others", "192.0.2.7", "http://camera.example/x", "https://camera.example", "http://camera.example" },
  { "none", "192.0.2.7", "", NULL, NULL },
  { "nonsense", "192.0.2.7", "http:// https:///x : ftp://192.0.2.7/ https://<b>/", NULL, NULL },
  { "usual-port", "192.0.2.7", "https://192.0.2.7:443/x", "https://192.0.2.7", NULL },
};

static void
test_address (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_auto (GStrv) xaddrs = g_strsplit (addresses[row].xaddrs, " ", -1);
  LkDiscovered discovered = {
    .endpoint = (char *)"urn:uuid:1",
    .xaddrs = xaddrs,
    .hardware = (char *)"<b>Model</b>",
    .address = (char *)addresses[row].sender,
  };
  g_autoptr (LkFoundCamera) camera = lk_found_camera_new (&discovered);

  if (addresses[row].uri == NULL)
    {
      g_assert_null (camera);
      return;
    }
  g_assert_cmpstr (lk_found_camera_get_uri (camera), ==, addresses[row].uri);
  g_assert_cmpstr (lk_found_camera_get_plain_uri (camera), ==, addresses[row].plain_uri);
  g_assert_cmpstr (lk_found_camera_get_title (camera), ==, "<b>Model</b>");
}

/* The page */

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
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

static gboolean
timeout_cb (gpointer data)
{
  *(gboolean *)data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_for_cameras (LkCameraFinder *finder, guint n)
{
  gboolean late = FALSE;
  guint source = g_timeout_add_seconds (20, timeout_cb, &late);

  while (!late && g_list_model_get_n_items (lk_camera_finder_get_model (finder)) < n)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (source);
}

static void
wait_for_page (LkCameraFinder *finder, const char *page)
{
  GtkStack *stack = GTK_STACK (find_widget (GTK_WIDGET (finder), GTK_TYPE_STACK));
  gboolean late = FALSE;
  guint source = g_timeout_add_seconds (20, timeout_cb, &late);

  while (!late && g_strcmp0 (gtk_stack_get_visible_child_name (stack), page) != 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (source);
}

static void
picked_cb (LkCameraFinder *finder, LkFoundCamera *camera, char **uri)
{
  *uri = g_strdup (lk_found_camera_get_uri (camera));
}

static LkCameraFinder *
make_finder (const char *typed)
{
  LkCameraFinder *finder = g_object_ref_sink (g_object_new (LK_TYPE_CAMERA_FINDER, NULL));

  gtk_editable_set_text (GTK_EDITABLE (find_widget (GTK_WIDGET (finder), ADW_TYPE_ENTRY_ROW)),
                         typed);
  return finder;
}

/* The standard port, on a loopback address that nobody else has. */
static LkTestResponder *
start_responder (char **host, const LkTestMatch *matches)
{
  guint number = (guint)getpid ();

  *host = g_strdup_printf ("127.%u.%u.%u", 1 + number / 62500 % 250, 1 + number / 250 % 250, 1 + number % 250);
  return lk_test_responder_new (*host, 3702, matches);
}

static void
test_lists (void)
{
  static const LkTestMatch matches[] = {
    { "urn:uuid:1",
      "onvif://www.onvif.org/name/%3Cb%3EGate%20%26%202 onvif://www.onvif.org/hardware/SIM-1",
      "https://192.0.2.7/onvif/device_service" },
    { "urn:uuid:2", "onvif://www.onvif.org/hardware/SIM-2",
      "http://192.0.2.8/onvif/device_service" },
    { NULL, NULL, NULL },
  };
  g_autofree char *host = NULL;
  g_autofree char *picked = NULL;
  LkTestResponder *responder = start_responder (&host, matches);
  LkCameraFinder *finder = make_finder (host);
  GtkListBox *list = GTK_LIST_BOX (
    find_widget (find_widget (GTK_WIDGET (finder), GTK_TYPE_STACK), GTK_TYPE_LIST_BOX));
  AdwPreferencesRow *row;

  if (responder == NULL)
    {
      g_test_skip ("the port of discovery cannot be had on a loopback address");
      g_object_unref (finder);
      return;
    }
  g_signal_connect (finder, "picked", G_CALLBACK (picked_cb), &picked);
  lk_camera_finder_start (finder);
  wait_for_cameras (finder, 2);
  wait_for_page (finder, "list");

  row = ADW_PREFERENCES_ROW (gtk_list_box_get_row_at_index (list, 0));
  g_assert_cmpstr (adw_preferences_row_get_title (row), ==, "<b>Gate & 2");
  g_assert_false (adw_preferences_row_get_use_markup (row));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "SIM-1 · https://192.0.2.7");
  g_signal_emit_by_name (list, "row-activated", row);
  g_assert_cmpstr (picked, ==, "https://192.0.2.7");

  /* Once more: nobody is listed twice. */
  lk_camera_finder_start (finder);
  lk_camera_finder_stop (finder);
  g_assert_cmpuint (g_list_model_get_n_items (lk_camera_finder_get_model (finder)), ==, 2);
  g_assert_cmpuint (lk_test_responder_stop (responder), >=, 2);
  g_object_unref (finder);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
test_no_address (void)
{
  LkCameraFinder *finder = make_finder ("192.0.2.9-192.0.2.3");
  AdwStatusPage *nothing =
    ADW_STATUS_PAGE (find_widget (GTK_WIDGET (finder), ADW_TYPE_STATUS_PAGE));

  lk_camera_finder_start (finder);
  wait_for_page (finder, "nothing");
  g_assert_cmpstr (adw_status_page_get_title (nothing), ==, "This Is No Address");
  g_object_unref (finder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *path = g_strconcat ("/finder/address/", addresses[i].path, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_address);
    }
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return SKIPPED;
    }
  adw_init ();
  g_test_add_func ("/finder/page/lists-answers-as-plain-text", test_lists);
  g_test_add_func ("/finder/page/says-what-is-no-address", test_no_address);
  return g_test_run ();
}
