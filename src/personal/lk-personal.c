/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal.h"

struct _LkPersonal
{
  GObject parent_instance;

  LkPersonalFields fields; /* its strings are owned */
};

G_DEFINE_FINAL_TYPE (LkPersonal, lk_personal, G_TYPE_OBJECT)

static void
lk_personal_finalize (GObject *object)
{
  LkPersonal *self = LK_PERSONAL (object);

  g_free ((char *)self->fields.selector);
  g_free ((char *)self->fields.store_id);
  g_free ((char *)self->fields.store_title);
  g_free ((char *)self->fields.label);
  g_free ((char *)self->fields.evidence);
  g_clear_object (&self->fields.certificate);
  G_OBJECT_CLASS (lk_personal_parent_class)->finalize (object);
}

static void
lk_personal_class_init (LkPersonalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_personal_finalize;
}

static void
lk_personal_init (LkPersonal *self)
{
}

LkPersonal *
lk_personal_new (const LkPersonalFields *fields)
{
  LkPersonal *self;

  g_return_val_if_fail (fields != NULL && fields->selector != NULL, NULL);
  g_return_val_if_fail (LK_IS_CERTIFICATE (fields->certificate), NULL);

  self = g_object_new (LK_TYPE_PERSONAL, NULL);
  self->fields = *fields;
  self->fields.selector = g_strdup (fields->selector);
  self->fields.store_id = g_strdup (fields->store_id);
  self->fields.store_title = g_strdup (fields->store_title);
  self->fields.label = g_strdup (fields->label);
  self->fields.evidence = g_strdup (fields->evidence);
  g_object_ref (self->fields.certificate);
  return self;
}

const LkPersonalFields *
lk_personal_get_fields (LkPersonal *self)
{
  g_return_val_if_fail (LK_IS_PERSONAL (self), NULL);

  return &self->fields;
}
