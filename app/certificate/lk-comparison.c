/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-comparison.h"

#include <string.h>

struct _LkComparedField
{
  GObject parent_instance;

  char *section;
  LkField *first;
  LkField *second;
};

G_DEFINE_FINAL_TYPE (LkComparedField, lk_compared_field, G_TYPE_OBJECT)

static void
lk_compared_field_finalize (GObject *object)
{
  LkComparedField *self = LK_COMPARED_FIELD (object);

  g_free (self->section);
  g_clear_object (&self->first);
  g_clear_object (&self->second);
  G_OBJECT_CLASS (lk_compared_field_parent_class)->finalize (object);
}

static void
lk_compared_field_class_init (LkComparedFieldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_compared_field_finalize;
}

static void
lk_compared_field_init (LkComparedField *self)
{
}

static LkField *
get_any (LkComparedField *self)
{
  return self->first != NULL ? self->first : self->second;
}

const char *
lk_compared_field_get_section (LkComparedField *self)
{
  g_return_val_if_fail (LK_IS_COMPARED_FIELD (self), NULL);
  return self->section;
}

const char *
lk_compared_field_get_label (LkComparedField *self)
{
  g_return_val_if_fail (LK_IS_COMPARED_FIELD (self), NULL);
  return lk_field_get_label (get_any (self));
}

const char *
lk_compared_field_get_first (LkComparedField *self)
{
  g_return_val_if_fail (LK_IS_COMPARED_FIELD (self), NULL);
  return self->first != NULL ? lk_field_get_value (self->first) : NULL;
}

const char *
lk_compared_field_get_second (LkComparedField *self)
{
  g_return_val_if_fail (LK_IS_COMPARED_FIELD (self), NULL);
  return self->second != NULL ? lk_field_get_value (self->second) : NULL;
}

gboolean
lk_compared_field_is_monospace (LkComparedField *self)
{
  g_return_val_if_fail (LK_IS_COMPARED_FIELD (self), FALSE);
  return lk_field_is_monospace (get_any (self));
}

gboolean
lk_compared_field_differs (LkComparedField *self)
{
  g_return_val_if_fail (LK_IS_COMPARED_FIELD (self), FALSE);

  return self->first == NULL || self->second == NULL ||
         lk_field_is_critical (self->first) != lk_field_is_critical (self->second) ||
         strcmp (lk_field_get_value (self->first), lk_field_get_value (self->second)) != 0;
}

static LkSection *
find_section (GListModel *sections, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (LkSection) section = g_list_model_get_item (sections, i);

      if (strcmp (lk_section_get_id (section), id) == 0)
        return g_steal_pointer (&section);
    }
  return NULL;
}

/* Fields of one id, such as several organizational units, are paired in their order: the @nth of
 * them. */
static LkField *
find_field (LkSection *section, const char *id, guint nth)
{
  GListModel *fields = section != NULL ? lk_section_get_fields (section) : NULL;

  for (guint i = 0; fields != NULL && i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (LkField) field = g_list_model_get_item (fields, i);

      if (strcmp (lk_field_get_id (field), id) == 0 && nth-- == 0)
        return g_steal_pointer (&field);
    }
  return NULL;
}

static guint
count_before (LkSection *section, guint position, const char *id)
{
  guint count = 0;

  for (guint i = 0; i < position; i++)
    {
      g_autoptr (LkField) field = g_list_model_get_item (lk_section_get_fields (section), i);

      count += strcmp (lk_field_get_id (field), id) == 0;
    }
  return count;
}

/* Adds the fields of @section with their partners; when @swapped, @section is the second and only
 * what it has alone counts. */
static void
add_fields (GListStore *fields, LkSection *section, LkSection *other, gboolean swapped)
{
  GListModel *own = section != NULL ? lk_section_get_fields (section) : NULL;

  for (guint i = 0; own != NULL && i < g_list_model_get_n_items (own); i++)
    {
      g_autoptr (LkComparedField) compared = g_object_new (LK_TYPE_COMPARED_FIELD, NULL);
      LkField *field = g_list_model_get_item (own, i);
      LkField *partner = find_field (other, lk_field_get_id (field),
                                     count_before (section, i, lk_field_get_id (field)));

      compared->section = g_strdup (lk_section_get_title (section));
      compared->first = swapped ? partner : field;
      compared->second = swapped ? field : partner;
      if (!swapped || partner == NULL)
        g_list_store_append (fields, compared);
    }
}

static void
add_sections (GListStore *fields, GListModel *first, GListModel *second)
{
  for (guint i = 0; i < g_list_model_get_n_items (first); i++)
    {
      g_autoptr (LkSection) section = g_list_model_get_item (first, i);
      g_autoptr (LkSection) other = find_section (second, lk_section_get_id (section));

      add_fields (fields, section, other, FALSE);
      add_fields (fields, other, section, TRUE);
    }
  for (guint i = 0; i < g_list_model_get_n_items (second); i++)
    {
      g_autoptr (LkSection) section = g_list_model_get_item (second, i);
      g_autoptr (LkSection) other = find_section (first, lk_section_get_id (section));

      if (other == NULL)
        add_fields (fields, section, NULL, TRUE);
    }
}

GListModel *
lk_compare_certificates (LkCertificate *first, LkCertificate *second)
{
  GListStore *fields;
  g_autoptr (GListModel) first_sections = NULL;
  g_autoptr (GListModel) second_sections = NULL;

  g_return_val_if_fail (LK_IS_CERTIFICATE (first) && LK_IS_CERTIFICATE (second), NULL);

  fields = g_list_store_new (LK_TYPE_COMPARED_FIELD);
  first_sections = lk_describe_certificate (first, NULL);
  second_sections = lk_describe_certificate (second, NULL);
  add_sections (fields, first_sections, second_sections);
  return G_LIST_MODEL (fields);
}

void
lk_compare_texts (const char *text, const char *other, guint *start, guint *end)
{
  const char *tail = text + strlen (text);
  const char *other_tail = other + strlen (other);
  const char *head = text;

  while (*head != '\0' && *other != '\0' && g_utf8_get_char (head) == g_utf8_get_char (other))
    {
      head = g_utf8_next_char (head);
      other = g_utf8_next_char (other);
    }
  while (tail > head && other_tail > other)
    {
      const char *before = g_utf8_prev_char (tail);
      const char *other_before = g_utf8_prev_char (other_tail);

      if (g_utf8_get_char (before) != g_utf8_get_char (other_before))
        break;
      tail = before;
      other_tail = other_before;
    }
  *start = (guint)(head - text);
  *end = (guint)(tail - text);
}
