/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-setup-page.h"

typedef struct
{
  LkSetup *setup;
} LkSetupPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (LkSetupPage, lk_setup_page, ADW_TYPE_BIN)

static void
changed_cb (LkSetupPage *self, LkSetup *setup)
{
  LK_SETUP_PAGE_GET_CLASS (self)->update (self, setup);
}

static void
lk_setup_page_real_update (LkSetupPage *self, LkSetup *setup)
{
}

static LkSetupPageState
lk_setup_page_real_get_state (LkSetupPage *self, LkSetup *setup)
{
  return LK_PAGE_OPEN;
}

static void
lk_setup_page_dispose (GObject *object)
{
  LkSetupPagePrivate *priv = lk_setup_page_get_instance_private (LK_SETUP_PAGE (object));

  g_clear_object (&priv->setup);
  G_OBJECT_CLASS (lk_setup_page_parent_class)->dispose (object);
}

static void
lk_setup_page_class_init (LkSetupPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_setup_page_dispose;
  klass->update = lk_setup_page_real_update;
  klass->get_state = lk_setup_page_real_get_state;
}

static void
lk_setup_page_init (LkSetupPage *self)
{
}

void
lk_setup_page_set_setup (LkSetupPage *self, LkSetup *setup)
{
  LkSetupPagePrivate *priv = lk_setup_page_get_instance_private (self);

  g_return_if_fail (LK_IS_SETUP_PAGE (self) && LK_IS_SETUP (setup) && priv->setup == NULL);

  priv->setup = g_object_ref (setup);
  g_signal_connect_object (setup, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self, setup);
}

LkSetup *
lk_setup_page_get_setup (LkSetupPage *self)
{
  LkSetupPagePrivate *priv = lk_setup_page_get_instance_private (self);

  g_return_val_if_fail (LK_IS_SETUP_PAGE (self), NULL);

  return priv->setup;
}

LkSetupPageState
lk_setup_page_get_state (LkSetupPage *self)
{
  LkSetupPagePrivate *priv = lk_setup_page_get_instance_private (self);

  g_return_val_if_fail (LK_IS_SETUP_PAGE (self), LK_PAGE_OPEN);

  return priv->setup != NULL ? LK_SETUP_PAGE_GET_CLASS (self)->get_state (self, priv->setup)
                             : LK_PAGE_OPEN;
}
