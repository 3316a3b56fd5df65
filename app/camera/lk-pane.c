/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-pane.h"

typedef struct
{
  GSignalGroup *signals;
} LkPanePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (LkPane, lk_pane, ADW_TYPE_BIN)

static void
update_cb (LkPane *self)
{
  LkCameraSession *session = lk_pane_get_session (self);
  LkSslTab *tab = session != NULL ? lk_camera_session_get_tab (session) : NULL;

  if (tab != NULL)
    LK_PANE_GET_CLASS (self)->update (self, session, lk_ssl_tab_get_fields (tab));
}

static void
lk_pane_dispose (GObject *object)
{
  LkPanePrivate *priv = lk_pane_get_instance_private (LK_PANE (object));

  g_clear_object (&priv->signals);
  G_OBJECT_CLASS (lk_pane_parent_class)->dispose (object);
}

static void
lk_pane_class_init (LkPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_pane_dispose;
}

static void
lk_pane_init (LkPane *self)
{
  LkPanePrivate *priv = lk_pane_get_instance_private (self);

  priv->signals = g_signal_group_new (LK_TYPE_CAMERA_SESSION);
  g_signal_group_connect_swapped (priv->signals, "notify::tab", G_CALLBACK (update_cb), self);
  g_signal_group_connect_swapped (priv->signals, "notify::pending", G_CALLBACK (update_cb), self);
  g_signal_group_connect_swapped (priv->signals, "notify::busy", G_CALLBACK (update_cb), self);
  g_signal_connect_swapped (priv->signals, "bind", G_CALLBACK (update_cb), self);
}

void
lk_pane_set_session (LkPane *self, LkCameraSession *session)
{
  LkPanePrivate *priv = lk_pane_get_instance_private (self);

  g_return_if_fail (LK_IS_PANE (self));

  g_signal_group_set_target (priv->signals, session);
}

LkCameraSession *
lk_pane_get_session (LkPane *self)
{
  LkPanePrivate *priv = lk_pane_get_instance_private (self);
  g_autoptr (LkCameraSession) session = NULL;

  g_return_val_if_fail (LK_IS_PANE (self), NULL);

  if (priv->signals != NULL)
    session = g_signal_group_dup_target (priv->signals);
  return session; /* the page holds it as long as its panes show it */
}
