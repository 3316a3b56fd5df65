/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where browsers keep their NSS databases: ~/.pki/nssdb, and the profiles that each Firefox names
 * in its profiles.ini, also inside Flatpak and Snap. Reads files; any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *folder;
  char *title;
} LkNssPlace;

void lk_nss_place_free (LkNssPlace *self);

/* (element-type LkNssPlace): those that exist below @home (NULL: the user's). */
GPtrArray *lk_nss_list_places (const char *home);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkNssPlace, lk_nss_place_free)

G_END_DECLS
