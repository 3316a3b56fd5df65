/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-nss-places.h"

#include <glib/gi18n.h>

#define MAX_PROFILES 64

typedef struct
{
  const char *path; /* below the home folder */
  const char *title;
} Known;

static const Known shared_databases[] = {
  { ".pki/nssdb", N_ ("Chromium and others") },
  { "snap/chromium/current/.pki/nssdb", N_ ("Chromium (Snap)") },
  { ".var/app/org.chromium.Chromium/.pki/nssdb", N_ ("Chromium (Flatpak)") },
  { ".var/app/com.google.Chrome/.pki/nssdb", N_ ("Chrome (Flatpak)") },
};

static const Known firefox_folders[] = {
  { ".mozilla/firefox", N_ ("Firefox") },
  { ".config/mozilla/firefox", N_ ("Firefox") },
  { "snap/firefox/common/.mozilla/firefox", N_ ("Firefox (Snap)") },
  { ".var/app/org.mozilla.firefox/.mozilla/firefox", N_ ("Firefox (Flatpak)") },
  { ".thunderbird", N_ ("Thunderbird") },
};

void
lk_nss_place_free (LkNssPlace *self)
{
  if (self == NULL)
    return;
  g_free (self->folder);
  g_free (self->title);
  g_free (self);
}

/* Takes both strings over. */
static void
add_place (GPtrArray *places, char *folder, char *title)
{
  g_autofree char *file = g_build_filename (folder, "cert9.db", NULL);
  LkNssPlace *place = g_new0 (LkNssPlace, 1);

  place->folder = folder;
  place->title = title;
  if (g_file_test (file, G_FILE_TEST_IS_REGULAR))
    g_ptr_array_add (places, place);
  else
    lk_nss_place_free (place);
}

static void
add_profile (
  GPtrArray *places, const char *folder, const char *title, GKeyFile *profiles, const char *group)
{
  g_autofree char *path = g_key_file_get_string (profiles, group, "Path", NULL);
  g_autofree char *name = g_key_file_get_string (profiles, group, "Name", NULL);
  const gboolean relative = g_key_file_get_integer (profiles, group, "IsRelative", NULL) != 0;

  if (path == NULL || *path == '\0')
    return;
  add_place (places, relative ? g_build_filename (folder, path, NULL) : g_strdup (path),
             name != NULL ? g_strdup_printf ("%s: %s", title, name) : g_strdup (title));
}

static void
add_profiles (GPtrArray *places, const char *home, const Known *known)
{
  g_autofree char *folder = g_build_filename (home, known->path, NULL);
  g_autofree char *file = g_build_filename (folder, "profiles.ini", NULL);
  g_autoptr (GKeyFile) profiles = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_file (profiles, file, G_KEY_FILE_NONE, NULL))
    return;
  groups = g_key_file_get_groups (profiles, NULL);
  for (gsize i = 0; groups[i] != NULL && i < MAX_PROFILES; i++)
    {
      if (g_str_has_prefix (groups[i], "Profile"))
        add_profile (places, folder, _ (known->title), profiles, groups[i]);
    }
}

GPtrArray *
lk_nss_list_places (const char *home)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify)lk_nss_place_free);

  if (home == NULL)
    home = g_get_home_dir ();
  for (gsize i = 0; i < G_N_ELEMENTS (shared_databases); i++)
    add_place (places, g_build_filename (home, shared_databases[i].path, NULL),
               g_strdup (_ (shared_databases[i].title)));
  for (gsize i = 0; i < G_N_ELEMENTS (firefox_folders); i++)
    add_profiles (places, home, &firefox_folders[i]);
  return places;
}
