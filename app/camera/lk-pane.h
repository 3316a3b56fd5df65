/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A pane of the tab: shows one part of what a session's camera says, again whenever that changes.
 * Subclasses implement update(); the session may be swapped or NULL. Buttons in a pane name the
 * actions of the page. */

#pragma once

#include "camera/lk-camera-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_PANE (lk_pane_get_type ())
G_DECLARE_DERIVABLE_TYPE (LkPane, lk_pane, LK, PANE, AdwBin)

struct _LkPaneClass
{
  AdwBinClass parent_class;

  /* Called only while the session has a tab. */
  void (*update) (LkPane *self, LkCameraSession *session, const LkSslTabFields *tab);
};

void lk_pane_set_session (LkPane *self, LkCameraSession *session);
LkCameraSession *lk_pane_get_session (LkPane *self); /* (nullable) */

G_END_DECLS
