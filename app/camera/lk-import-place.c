/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-import-place.h"

#include <glib/gi18n.h>

static void
place_free (gpointer data)
{
  LkImportPlace *place = data;

  g_clear_object (&place->replaced);
  g_free (place);
}

/* Of what is not known whole nothing could be put back. */
static gboolean
is_offered (LkSslTab *tab, guint slot, LkTabCertificate *there)
{
  if (there != NULL)
    return lk_tab_certificate_get_certificate (there) != NULL;
  return !lk_ssl_tab_get_fields (tab)->client_enabled || slot == lk_ssl_tab_find_free_slot (tab);
}

GPtrArray *
lk_import_place_list (LkSslTab *tab)
{
  GPtrArray *places = g_ptr_array_new_with_free_func (place_free);

  g_return_val_if_fail (LK_IS_SSL_TAB (tab), places);

  for (guint slot = 1;
       slot <= lk_ssl_tab_get_fields (tab)->trusted_capacity && slot <= LK_MAX_TRUSTED; slot++)
    {
      LkTabCertificate *there = lk_ssl_tab_get_trusted (tab, slot);
      LkImportPlace *place;

      if (!is_offered (tab, slot, there))
        continue;
      place = g_new0 (LkImportPlace, 1);
      place->slot = slot;
      g_set_object (&place->replaced, there);
      g_ptr_array_add (places, place);
    }
  return places;
}

/* The one that is named if it is free, else the first free one, else what is named. */
const LkImportPlace *
lk_import_place_choose (GPtrArray *places, guint slot)
{
  const LkImportPlace *named = NULL, *free_one = NULL;

  for (guint i = 0; i < places->len; i++)
    {
      const LkImportPlace *place = g_ptr_array_index (places, i);

      if (place->slot == slot)
        named = place;
      if (place->replaced == NULL && free_one == NULL)
        free_one = place;
    }
  if (named != NULL && named->replaced == NULL)
    return named;
  return free_one != NULL ? free_one : named;
}

char *
lk_import_place_to_text (const LkImportPlace *self)
{
  if (self->replaced == NULL)
    return g_strdup_printf (_ ("Trusted CA certificate %u"), self->slot);
  /* Translators: a number from 1 to 4, and the name of the certificate that is there */
  return g_strdup_printf (_ ("Trusted CA certificate %u, in place of “%s”"), self->slot,
                          lk_tab_certificate_get_title (self->replaced));
}

char *
lk_import_place_explain (const LkImportPlace *self, LkSslTab *tab, guint wanted, char **more)
{
  LkTabCertificate *there = wanted != 0 ? lk_ssl_tab_get_trusted (tab, wanted) : NULL;

  *more = NULL;
  if (self->replaced != NULL)
    {
      *more = g_strdup (
        lk_ssl_tab_get_fields (tab)->client_enabled
          ? _ ("Who has a personal certificate from it can no longer log in. Client authentication is on: if this computer does not get in afterwards, the change is undone.")
          : _ ("Who has a personal certificate from it can no longer log in once client authentication is on."));
      return g_strdup_printf (_ ("“%s” will be removed from the camera"),
                              lk_tab_certificate_get_title (self->replaced));
    }
  if (there == NULL || self->slot == wanted)
    return NULL;
  *more = g_strdup_printf (_ ("The new one goes into %u, which is free. It can take the place of the other one instead: choose so above."), self->slot);
  return g_strdup_printf (_ ("Trusted CA certificate %u is taken by “%s”"), wanted,
                          lk_tab_certificate_get_title (there));
}
