/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-store.h"

#include "base/lk-error.h"

typedef struct
{
  char *id;
  char *title;
  gboolean locked;
} LkPersonalStorePrivate;

enum
{
  PROP_ID = 1,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (LkPersonalStore, lk_personal_store, G_TYPE_OBJECT)

static gpointer
refuse (LkPersonalStore *self, const char *what, GError **error)
{
  g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "“%s” cannot %s",
               lk_personal_store_get_title (self), what);
  return NULL;
}

static LkPersonalStoreFeatures
lk_personal_store_real_get_features (LkPersonalStore *self)
{
  return 0;
}

static GPtrArray *
lk_personal_store_real_list (LkPersonalStore *self,
                             const LkPinPrompt *prompt,
                             GCancellable *cancellable,
                             GError **error)
{
  return refuse (self, "list its certificates", error);
}

static LkPersonal *
lk_personal_store_real_import (LkPersonalStore *self,
                               const LkPersonalImport *import,
                               const LkPinPrompt *prompt,
                               GCancellable *cancellable,
                               GError **error)
{
  return refuse (self, "take a personal certificate", error);
}

static LkIdentity *
lk_personal_store_real_open (LkPersonalStore *self,
                             const char *selector,
                             const LkPinPrompt *prompt,
                             GCancellable *cancellable,
                             GError **error)
{
  return refuse (self, "open a personal certificate", error);
}

static LkIdentity *
lk_personal_store_real_take_out (LkPersonalStore *self,
                                 const char *selector,
                                 const LkPinPrompt *prompt,
                                 GCancellable *cancellable,
                                 GError **error)
{
  return LK_PERSONAL_STORE_GET_CLASS (self)->open (self, selector, prompt, cancellable, error);
}

static gboolean
lk_personal_store_real_remove (LkPersonalStore *self,
                               const char *selector,
                               const LkPinPrompt *prompt,
                               GCancellable *cancellable,
                               GError **error)
{
  return refuse (self, "remove a personal certificate", error) != NULL;
}

static void
lk_personal_store_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LkPersonalStorePrivate *priv =
    lk_personal_store_get_instance_private (LK_PERSONAL_STORE (object));

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, priv->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
lk_personal_store_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LkPersonalStorePrivate *priv =
    lk_personal_store_get_instance_private (LK_PERSONAL_STORE (object));

  switch (id)
    {
    case PROP_ID:
      priv->id = g_value_dup_string (value);
      break;
    case PROP_TITLE:
      priv->title = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
lk_personal_store_finalize (GObject *object)
{
  LkPersonalStorePrivate *priv =
    lk_personal_store_get_instance_private (LK_PERSONAL_STORE (object));

  g_free (priv->id);
  g_free (priv->title);
  G_OBJECT_CLASS (lk_personal_store_parent_class)->finalize (object);
}

static void
lk_personal_store_class_init (LkPersonalStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lk_personal_store_get_property;
  object_class->set_property = lk_personal_store_set_property;
  object_class->finalize = lk_personal_store_finalize;

  klass->get_features = lk_personal_store_real_get_features;
  klass->list = lk_personal_store_real_list;
  klass->import = lk_personal_store_real_import;
  klass->open = lk_personal_store_real_open;
  klass->take_out = lk_personal_store_real_take_out;
  klass->remove = lk_personal_store_real_remove;

  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
lk_personal_store_init (LkPersonalStore *self)
{
}

const char *
lk_personal_store_get_id (LkPersonalStore *self)
{
  LkPersonalStorePrivate *priv = lk_personal_store_get_instance_private (self);

  g_return_val_if_fail (LK_IS_PERSONAL_STORE (self), NULL);

  return priv->id;
}

const char *
lk_personal_store_get_title (LkPersonalStore *self)
{
  LkPersonalStorePrivate *priv = lk_personal_store_get_instance_private (self);

  g_return_val_if_fail (LK_IS_PERSONAL_STORE (self), NULL);

  return priv->title;
}

LkPersonalStoreFeatures
lk_personal_store_get_features (LkPersonalStore *self)
{
  g_return_val_if_fail (LK_IS_PERSONAL_STORE (self), 0);

  return LK_PERSONAL_STORE_GET_CLASS (self)->get_features (self);
}

gboolean
lk_personal_store_is_locked (LkPersonalStore *self)
{
  LkPersonalStorePrivate *priv = lk_personal_store_get_instance_private (self);

  g_return_val_if_fail (LK_IS_PERSONAL_STORE (self), FALSE);

  return priv->locked;
}

void
lk_personal_store_set_locked (LkPersonalStore *self, gboolean locked)
{
  LkPersonalStorePrivate *priv = lk_personal_store_get_instance_private (self);

  g_return_if_fail (LK_IS_PERSONAL_STORE (self));

  priv->locked = locked;
}

GPtrArray *
lk_personal_store_list (LkPersonalStore *self,
                        const LkPinPrompt *prompt,
                        GCancellable *cancellable,
                        GError **error)
{
  g_return_val_if_fail (LK_IS_PERSONAL_STORE (self), NULL);

  return LK_PERSONAL_STORE_GET_CLASS (self)->list (self, prompt, cancellable, error);
}

LkPersonal *
lk_personal_store_import (LkPersonalStore *self,
                          const LkPersonalImport *import,
                          const LkPinPrompt *prompt,
                          GCancellable *cancellable,
                          GError **error)
{
  g_return_val_if_fail (LK_IS_PERSONAL_STORE (self), NULL);
  g_return_val_if_fail (import != NULL && LK_IS_IDENTITY (import->identity), NULL);

  return LK_PERSONAL_STORE_GET_CLASS (self)->import (self, import, prompt, cancellable, error);
}

LkIdentity *
lk_personal_store_open (LkPersonalStore *self,
                        const char *selector,
                        const LkPinPrompt *prompt,
                        GCancellable *cancellable,
                        GError **error)
{
  g_return_val_if_fail (LK_IS_PERSONAL_STORE (self), NULL);
  g_return_val_if_fail (selector != NULL, NULL);

  return LK_PERSONAL_STORE_GET_CLASS (self)->open (self, selector, prompt, cancellable, error);
}

gboolean
lk_personal_store_prove (LkPersonalStore *self,
                         const char *selector,
                         const LkPinPrompt *prompt,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (LkIdentity) identity =
    lk_personal_store_open (self, selector, prompt, cancellable, error);

  return identity != NULL && lk_identity_prove (identity, error);
}

GBytes *
lk_personal_store_export (LkPersonalStore *self,
                          const char *selector,
                          LkSecret *password,
                          const LkPinPrompt *prompt,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (LkIdentity) identity = NULL;

  g_return_val_if_fail (LK_IS_PERSONAL_STORE (self), NULL);
  g_return_val_if_fail (selector != NULL && password != NULL, NULL);

  if (!(lk_personal_store_get_features (self) & LK_PERSONAL_STORE_CAN_EXPORT))
    return refuse (self, "give a private key out", error);
  identity =
    LK_PERSONAL_STORE_GET_CLASS (self)->take_out (self, selector, prompt, cancellable, error);
  return identity != NULL ? lk_identity_to_pkcs12 (identity, password, FALSE, error) : NULL;
}

gboolean
lk_personal_store_remove (LkPersonalStore *self,
                          const char *selector,
                          const LkPinPrompt *prompt,
                          GCancellable *cancellable,
                          GError **error)
{
  g_return_val_if_fail (LK_IS_PERSONAL_STORE (self), FALSE);
  g_return_val_if_fail (selector != NULL, FALSE);

  return LK_PERSONAL_STORE_GET_CLASS (self)->remove (self, selector, prompt, cancellable, error);
}

LkPersonal *
lk_personal_store_replace (LkPersonalStore *self,
                           LkPersonal *present,
                           const LkPersonalImport *import,
                           const LkPinPrompt *prompt,
                           GCancellable *cancellable,
                           GError **error)
{
  const LkPersonalFields *fields = lk_personal_get_fields (present);
  LkPersonalImport before = *import;
  g_autoptr (LkPersonal) again = NULL;
  g_autoptr (GError) reason = NULL;
  LkPersonal *installed;

  g_return_val_if_fail (LK_IS_PERSONAL_STORE (self), NULL);

  if (!lk_personal_store_remove (self, fields->selector, prompt, cancellable, error))
    return NULL;
  installed = lk_personal_store_import (self, import, prompt, NULL, &reason);
  if (installed != NULL)
    return installed;
  before.exportable = fields->exportable == LK_ANSWER_YES;
  again = lk_personal_store_import (self, &before, prompt, NULL, NULL);
  if (again != NULL)
    g_set_error (error, LK_ERROR, LK_ERROR_ROLLED_BACK, "%s; it was installed again as it was before", reason->message);
  else
    g_set_error (error, LK_ERROR, LK_ERROR_ROLLBACK_FAILED, "%s; what was there before is removed", reason->message);
  return NULL;
}
