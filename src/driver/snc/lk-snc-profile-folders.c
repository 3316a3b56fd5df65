/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where profiles are found: the user's own, the installed ones, those built into the program. */

#include "config.h"

#include "driver/snc/lk-snc-profile.h"

#include "base/lk-error.h"
#include "driver/snc/lk-snc-resources.h"

#include <gio/gio.h>

#define MAX_PROFILE_BYTES 65536
#define MAX_PROFILES      200
#define RESOURCE_FOLDER   "/io/github/latchkey/profiles"

static LkSncProfile *
load (GFile *file, const char *origin, GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) read_error = NULL;
  char text[MAX_PROFILE_BYTES + 1];
  gsize length_bytes = 0;

  stream = g_file_read (file, NULL, &read_error);
  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), text, sizeof text,
                                                  &length_bytes, NULL, &read_error))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The profile “%s” cannot be read: %s", origin, read_error->message);
      return NULL;
    }
  if (length_bytes > MAX_PROFILE_BYTES)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The profile “%s” is longer than %d bytes", origin, MAX_PROFILE_BYTES);
      return NULL;
    }
  return lk_snc_profile_new_from_text (text, (gssize)length_bytes, origin, error);
}

LkSncProfile *
lk_snc_profile_load (const char *path, GError **error)
{
  g_autoptr (GFile) file = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  file = g_file_new_for_path (path);
  return load (file, path, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

/* The names of the profiles in a folder, sorted; a folder that is not there has none. */
static GPtrArray *
list_names (GFile *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GFileEnumerator) files = g_file_enumerate_children (
    folder, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  GFileInfo *info = NULL;

  while (files != NULL && names->len < MAX_PROFILES &&
         g_file_enumerator_iterate (files, &info, NULL, NULL, NULL) && info != NULL)
    if (g_str_has_suffix (g_file_info_get_name (info), ".profile"))
      g_ptr_array_add (names, g_strdup (g_file_info_get_name (info)));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
list_folder (GFile *folder, GHashTable *seen, GPtrArray *profiles, GPtrArray *problems)
{
  g_autoptr (GPtrArray) names = list_names (folder);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autoptr (GFile) file = g_file_get_child (folder, name);
      g_autofree char *origin = g_file_get_parse_name (file);
      g_autoptr (GError) error = NULL;
      LkSncProfile *profile;

      if (!g_hash_table_add (seen, g_strdup (name)))
        continue;
      profile = load (file, origin, &error);
      if (profile != NULL)
        g_ptr_array_add (profiles, profile);
      else
        g_ptr_array_add (problems, g_strdup (error->message));
    }
}

GPtrArray *
lk_snc_profile_list (GPtrArray **problems)
{
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "latchkey", "profiles", NULL);
  const char *const folders[] = { own, PKGDATADIR "/profiles", "resource://" RESOURCE_FOLDER };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) found_problems = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *profiles = g_ptr_array_new_with_free_func (g_object_unref);

  g_resources_register (lk_snc_get_resource ());
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autoptr (GFile) folder = g_file_new_for_commandline_arg (folders[i]);

      list_folder (folder, seen, profiles, found_problems);
    }
  if (problems != NULL)
    *problems = g_steal_pointer (&found_problems);
  return profiles;
}

static LkSncProfile *
find (const char *identifier, const char *model, GError **error)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) profiles = lk_snc_profile_list (&problems);
  g_autofree char *notes = NULL;
  LkSncProfile *best = NULL;
  guint best_score = 0;

  for (guint i = 0; i < profiles->len; i++)
    {
      LkSncProfile *profile = g_ptr_array_index (profiles, i);
      guint score = identifier != NULL
                      ? (guint)g_str_equal (lk_snc_profile_get_identifier (profile), identifier)
                      : lk_snc_profile_match_model (profile, model);

      if (score > best_score)
        {
          best = profile;
          best_score = score;
        }
    }
  if (best != NULL)
    return g_object_ref (best);
  g_ptr_array_add (problems, NULL);
  notes = g_strjoinv (". ", (char **)problems->pdata);
  g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "No device profile %s “%s”%s%s",
               identifier != NULL ? "has the name" : "fits the model",
               identifier != NULL ? identifier : model, *notes != '\0' ? ". " : "", notes);
  return NULL;
}

LkSncProfile *
lk_snc_profile_find (const char *identifier, GError **error)
{
  g_return_val_if_fail (identifier != NULL, NULL);

  return find (identifier, NULL, error);
}

LkSncProfile *
lk_snc_profile_find_for_model (const char *model, GError **error)
{
  g_return_val_if_fail (model != NULL, NULL);

  return find (NULL, model, error);
}
