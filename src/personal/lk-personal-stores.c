/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-stores.h"

#include "base/lk-error.h"
#include "personal/lk-file-store.h"
#include "personal/lk-nss-places.h"
#include "personal/lk-nss-store.h"
#include "personal/lk-pkcs11-store.h"

#ifdef G_OS_WIN32
#include "personal/lk-windows-store.h"
#endif

#include <string.h>

static gboolean
has_store (GPtrArray *stores, const char *id)
{
  for (guint i = 0; i < stores->len; i++)
    {
      if (g_str_equal (lk_personal_store_get_id (stores->pdata[i]), id))
        return TRUE;
    }
  return FALSE;
}

/* Also "sql:FOLDER", as the tools of NSS call it. */
static LkPersonalStore *
open_folder (const char *folder)
{
  g_autofree char *path = NULL;

  if (g_str_has_prefix (folder, "sql:"))
    folder += strlen ("sql:");
  path = g_canonicalize_filename (folder, NULL);
  return lk_nss_store_new (path, NULL);
}

GPtrArray *
lk_personal_stores_list (const char *const *extra_folders)
{
  GPtrArray *stores = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) places = lk_nss_list_places (NULL);
  g_autoptr (GPtrArray) tokens = lk_pkcs11_store_list_all (NULL);

#ifdef G_OS_WIN32
  g_ptr_array_add (stores, lk_windows_store_new ());
#endif
  for (guint i = 0; i < places->len; i++)
    {
      LkNssPlace *place = places->pdata[i];

      g_ptr_array_add (stores, lk_nss_store_new (place->folder, place->title));
    }
  for (guint i = 0; extra_folders != NULL && extra_folders[i] != NULL; i++)
    {
      g_autoptr (LkPersonalStore) store = open_folder (extra_folders[i]);

      if (!has_store (stores, lk_personal_store_get_id (store)))
        g_ptr_array_add (stores, g_steal_pointer (&store));
    }
  for (guint i = 0; tokens != NULL && i < tokens->len; i++)
    g_ptr_array_add (stores, g_object_ref (tokens->pdata[i]));
  return stores;
}

LkPersonalStore *
lk_personal_store_for_selector (const char *selector, GError **error)
{
  g_return_val_if_fail (selector != NULL, NULL);

  if (g_str_has_prefix (selector, "file:"))
    return lk_file_store_new (selector + strlen ("file:"));
  if (g_str_has_prefix (selector, "pkcs11:"))
    return lk_pkcs11_store_new (selector, error);
  if (g_str_has_prefix (selector, "nss:"))
    {
      const char *path = selector + strlen ("nss:");
      g_autofree char *folder = g_strndup (path, strcspn (path, "#"));

      return open_folder (folder);
    }
#ifdef G_OS_WIN32
  if (g_str_has_prefix (selector, LK_WINDOWS_STORE_ID))
    return lk_windows_store_new ();
#endif
  g_set_error (
    error, LK_ERROR, LK_ERROR_USAGE,
    "“%s” names no personal certificate: it starts with file:, nss: or pkcs11:", selector);
  return NULL;
}

LkIdentity *
lk_personal_open (const char *selector,
                  const LkPinPrompt *prompt,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (LkPersonalStore) store = lk_personal_store_for_selector (selector, error);

  return store != NULL ? lk_personal_store_open (store, selector, prompt, cancellable, error)
                       : NULL;
}

/* The store was found by the selector already; a folder can be written in more than one way. */
static gboolean
is_named (const LkPersonalFields *fields, const char *selector)
{
  const char *name = g_str_has_prefix (selector, "nss:") ? strchr (selector, '#') : NULL;

  if (name == NULL)
    return g_str_equal (fields->selector, selector);
  if (g_str_has_prefix (name, "#sha256:"))
    return g_str_equal (name + strlen ("#sha256:"), lk_certificate_get_sha256 (fields->certificate));
  return g_str_equal (strchr (fields->selector, '#'), name);
}

LkPersonal *
lk_personal_find (const char *selector,
                  const LkPinPrompt *prompt,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (LkPersonalStore) store = lk_personal_store_for_selector (selector, error);
  g_autoptr (GPtrArray) all =
    store != NULL ? lk_personal_store_list (store, prompt, cancellable, error) : NULL;

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      if (is_named (lk_personal_get_fields (all->pdata[i]), selector))
        return g_object_ref (all->pdata[i]);
    }
  if (all != NULL)
    g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND,
                 "There is no personal certificate “%s”; list them to see which there are",
                 selector);
  return NULL;
}
