/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Sections and their fields, which are nothing without each other. */

#include "config.h"

#include "certificate/lk-description-private.h"

struct _LkField
{
  GObject parent_instance;

  char *id;
  char *label;
  char *value;
  LkFieldFlags flags;
};

G_DEFINE_FINAL_TYPE (LkField, lk_field, G_TYPE_OBJECT)

struct _LkSection
{
  GObject parent_instance;

  char *id;
  char *title;
  GListStore *fields;
};

G_DEFINE_FINAL_TYPE (LkSection, lk_section, G_TYPE_OBJECT)

static void
lk_field_finalize (GObject *object)
{
  LkField *self = LK_FIELD (object);

  g_free (self->id);
  g_free (self->label);
  g_free (self->value);
  G_OBJECT_CLASS (lk_field_parent_class)->finalize (object);
}

static void
lk_field_class_init (LkFieldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_field_finalize;
}

static void
lk_field_init (LkField *self)
{
}

const char *
lk_field_get_id (LkField *self)
{
  g_return_val_if_fail (LK_IS_FIELD (self), NULL);

  return self->id;
}

const char *
lk_field_get_label (LkField *self)
{
  g_return_val_if_fail (LK_IS_FIELD (self), NULL);

  return self->label;
}

const char *
lk_field_get_value (LkField *self)
{
  g_return_val_if_fail (LK_IS_FIELD (self), NULL);

  return self->value;
}

gboolean
lk_field_is_monospace (LkField *self)
{
  g_return_val_if_fail (LK_IS_FIELD (self), FALSE);

  return (self->flags & LK_FIELD_MONOSPACE) != 0;
}

gboolean
lk_field_is_critical (LkField *self)
{
  g_return_val_if_fail (LK_IS_FIELD (self), FALSE);

  return (self->flags & LK_FIELD_CRITICAL) != 0;
}

static void
lk_section_finalize (GObject *object)
{
  LkSection *self = LK_SECTION (object);

  g_free (self->id);
  g_free (self->title);
  g_clear_object (&self->fields);
  G_OBJECT_CLASS (lk_section_parent_class)->finalize (object);
}

static void
lk_section_class_init (LkSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_section_finalize;
}

static void
lk_section_init (LkSection *self)
{
  self->fields = g_list_store_new (LK_TYPE_FIELD);
}

LkSection *
lk_section_new (const char *id, const char *title)
{
  LkSection *self = g_object_new (LK_TYPE_SECTION, NULL);

  self->id = g_strdup (id);
  self->title = g_strdup (title);
  return self;
}

void
lk_section_take (
  LkSection *self, const char *id, const char *label, char *value, LkFieldFlags flags)
{
  g_autoptr (LkField) field = NULL;

  if (value == NULL || *value == '\0')
    {
      g_free (value);
      return;
    }
  field = g_object_new (LK_TYPE_FIELD, NULL);
  field->id = g_strdup (id);
  field->label = g_strdup (label);
  field->value = value;
  field->flags = flags;
  g_list_store_append (self->fields, field);
}

void
lk_section_add (
  LkSection *self, const char *id, const char *label, const char *value, LkFieldFlags flags)
{
  lk_section_take (self, id, label, g_strdup (value), flags);
}

void
lk_sections_take (GListStore *sections, LkSection *section)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (section->fields)) > 0)
    g_list_store_append (sections, section);
  g_object_unref (section);
}

const char *
lk_section_get_id (LkSection *self)
{
  g_return_val_if_fail (LK_IS_SECTION (self), NULL);

  return self->id;
}

const char *
lk_section_get_title (LkSection *self)
{
  g_return_val_if_fail (LK_IS_SECTION (self), NULL);

  return self->title;
}

GListModel *
lk_section_get_fields (LkSection *self)
{
  g_return_val_if_fail (LK_IS_SECTION (self), NULL);

  return G_LIST_MODEL (self->fields);
}
