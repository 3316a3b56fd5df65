/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes and drops every widget that has a template, and loads every other .ui file of the program.
 * The list is the program's own resources, so a new .ui file is covered as soon as it is part of
 * the program. */

#include "config.h"

#include "baseline/lk-banner.h"

#include <adwaita.h>

#define RESOURCES "/io/github/latchkey/Latchkey"
#define SKIPPED   77

typedef struct
{
  char *resource;
  char *class_name; /* NULL: not a template */
} UiFile;

/* Everything has to fit a phone, or a window beside another one. */
#define NARROW 360

static void
ui_file_free (UiFile *self)
{
  g_free (self->resource);
  g_free (self->class_name);
  g_free (self);
}

static void
start_element_cb (GMarkupParseContext *context,
                  const char *element,
                  const char **names,
                  const char **values,
                  gpointer data,
                  GError **error)
{
  char **class_name = data;

  if (g_str_equal (element, "template") && *class_name == NULL)
    (void)g_markup_collect_attributes (element, names, values, error, G_MARKUP_COLLECT_STRDUP,
                                       "class", class_name,
                                       G_MARKUP_COLLECT_STRING | G_MARKUP_COLLECT_OPTIONAL,
                                       "parent", NULL, G_MARKUP_COLLECT_INVALID);
}

static char *
read_template_class (const char *resource)
{
  static const GMarkupParser parser = { .start_element = start_element_cb };
  g_autoptr (GBytes) bytes = g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (GError) error = NULL;
  char *class_name = NULL;

  context = g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, &class_name, NULL);
  g_markup_parse_context_parse (context, g_bytes_get_data (bytes, NULL),
                                (gssize)g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);

  return class_name;
}

/* The way from a class to its type that GtkBuilder takes itself: lk_foo_get_type() is looked up in
 * the program. */
static GType
find_type (const char *class_name)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();

  return gtk_builder_get_type_from_name (builder, class_name);
}

static void
gone_cb (gpointer data, GObject *object)
{
  *(gboolean *)data = TRUE;
}

static void
test_template (gconstpointer data)
{
  const UiFile *file = data;
  GType type = find_type (file->class_name);
  gboolean gone = FALSE;
  GObject *object = NULL;
  int width;

  g_assert_cmpstr (g_type_name (type), ==, file->class_name);
  if (G_TYPE_IS_ABSTRACT (type))
    {
      g_test_skip ("abstract: its children are tested");
      return;
    }

  object = g_object_ref_sink (g_object_new (type, NULL));
  g_object_weak_ref (object, gone_cb, &gone);
  gtk_widget_measure (GTK_WIDGET (object), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL,
                      NULL);
  g_test_message ("%s is %d px wide at the least", file->class_name, width);
  g_assert_cmpint (width, <=, NARROW);
  if (GTK_IS_WINDOW (object))
    gtk_window_destroy (GTK_WINDOW (object));
  g_object_unref (object);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_true (gone);
}

/* A path cannot be broken between words. */
static void
test_banner (void)
{
  LkBanner *banner = g_object_ref_sink (lk_banner_new ());
  int width;

  lk_banner_set_title (banner, "Demonstration: simulated camera, user admin, password latchkey, samples in the folder");
  lk_banner_set_detail (banner, "/tmp/latchkey-demonstration-in-a-folder-with-a-long-name/samples");
  lk_banner_set_icon_name (banner, "dialog-information-symbolic");
  lk_banner_set_button_label (banner, "_Open Samples");
  lk_banner_set_revealed (banner, TRUE);
  gtk_widget_measure (GTK_WIDGET (banner), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL,
                      NULL);
  g_test_message ("a banner with a path is %d px wide at the least", width);
  g_assert_cmpint (width, <=, NARROW);
  g_object_unref (banner);
}

static void
test_interface (gconstpointer data)
{
  const UiFile *file = data;
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  g_autoptr (GError) error = NULL;

  (void)gtk_builder_add_from_resource (builder, file->resource, &error);
  g_assert_no_error (error);
}

static void
add_file (const char *resource)
{
  UiFile *file = g_new0 (UiFile, 1);
  g_autofree char *path = g_strconcat ("/templates", resource + strlen (RESOURCES), NULL);

  file->resource = g_strdup (resource);
  file->class_name = read_template_class (resource);
  /* A list's factory is loaded only together with the list that uses it. */
  if (g_strcmp0 (file->class_name, "GtkListItem") == 0)
    ui_file_free (file);
  else
    g_test_add_data_func_full (path, file, file->class_name ? test_template : test_interface,
                               (GDestroyNotify)ui_file_free);
}

static void
add_folder (const char *folder)
{
  g_auto (GStrv) names =
    g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_path ("/", folder, names[i], NULL);

      if (g_str_has_suffix (names[i], "/"))
        add_folder (path);
      else if (g_str_has_suffix (names[i], ".ui"))
        add_file (path);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return SKIPPED;
    }
  adw_init ();
  g_test_add_func ("/templates/banner-with-a-path-stays-narrow", test_banner);
  add_folder (RESOURCES);

  return g_test_run ();
}
