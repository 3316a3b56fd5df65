/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-situation.h"

#include "base/lk-span.h"

struct _LkSituation
{
  GObject parent_instance;

  LkSituationFields fields;
};

G_DEFINE_FINAL_TYPE (LkSituation, lk_situation, G_TYPE_OBJECT)

static gpointer
ref_or_null (gpointer object)
{
  return object != NULL ? g_object_ref (object) : NULL;
}

static GDateTime *
time_or_null (GDateTime *time)
{
  return time != NULL ? g_date_time_ref (time) : NULL;
}

static void
copy_fields (LkSituationFields *to, const LkSituationFields *from)
{
  *to = *from;
  to->facts = ref_or_null (from->facts);
  to->tab = ref_or_null (from->tab);
  to->identity = ref_or_null (from->identity);
  to->rehearsal = ref_or_null (from->rehearsal);
  to->place = g_strdup (from->place);
  to->exportable_evidence = g_strdup (from->exportable_evidence);
  to->lifeline_evidence = g_strdup (from->lifeline_evidence);
  to->word_others = time_or_null (from->word_others);
  to->word_exportable = time_or_null (from->word_exportable);
  to->word_rehearsal = time_or_null (from->word_rehearsal);
  to->now = from->now != NULL ? g_date_time_ref (from->now) : g_date_time_new_now_utc ();
}

static void
clear_fields (LkSituationFields *fields)
{
  g_clear_object (&fields->facts);
  g_clear_object (&fields->tab);
  g_clear_object (&fields->identity);
  g_clear_object (&fields->rehearsal);
  g_free ((char *)fields->place);
  g_free ((char *)fields->exportable_evidence);
  g_free ((char *)fields->lifeline_evidence);
  g_clear_pointer (&fields->word_others, g_date_time_unref);
  g_clear_pointer (&fields->word_exportable, g_date_time_unref);
  g_clear_pointer (&fields->word_rehearsal, g_date_time_unref);
  g_clear_pointer (&fields->now, g_date_time_unref);
}

LkSituation *
lk_situation_new (const LkSituationFields *fields)
{
  LkSituation *self = g_object_new (LK_TYPE_SITUATION, NULL);

  copy_fields (&self->fields, fields);
  return self;
}

const LkSituationFields *
lk_situation_get_fields (LkSituation *self)
{
  g_return_val_if_fail (LK_IS_SITUATION (self), NULL);

  return &self->fields;
}

LkWay
lk_situation_get_way (LkSituation *self)
{
  const LkSituationFields *fields = lk_situation_get_fields (self);
  const char *firmware =
    fields->facts != NULL ? lk_camera_facts_get_fields (fields->facts)->firmware : NULL;

  if (fields->way != LK_WAY_AUTO)
    return fields->way;
  if (fields->tab != NULL && lk_ssl_tab_get_fields (fields->tab)->client_enabled &&
      firmware != NULL && lk_firmware_compare (firmware, LK_FIRST_SAFE_FIRMWARE) < 0)
    return LK_WAY_BEFORE_UPDATE;
  return LK_WAY_FIRST_TIME;
}

GDateTime *
lk_situation_dup_camera_time (LkSituation *self)
{
  const LkSituationFields *fields = lk_situation_get_fields (self);
  const LkCameraFactsFields *facts =
    fields->facts != NULL ? lk_camera_facts_get_fields (fields->facts) : NULL;

  if (facts == NULL || facts->clock == NULL)
    return g_date_time_ref (fields->now);
  return lk_span_add (fields->now, facts->clock_offset_s);
}

/* The camera shows four texts of a certificate; the file of the personal certificate often holds
 * the whole one. */
static LkCertificate *
find_whole (LkTabCertificate *shown, LkIdentity *identity)
{
  GPtrArray *chain = identity != NULL ? lk_identity_get_chain (identity) : NULL;

  if (lk_tab_certificate_get_certificate (shown) != NULL)
    return g_object_ref (lk_tab_certificate_get_certificate (shown));
  for (guint i = 0; chain != NULL && i < chain->len; i++)
    {
      g_autoptr (LkTabCertificate) match =
        lk_tab_certificate_match (shown, g_ptr_array_index (chain, i));

      if (match != NULL)
        return g_object_ref (g_ptr_array_index (chain, i));
    }
  return NULL;
}

GPtrArray *
lk_situation_dup_trusted (LkSituation *self, guint *n_by_name)
{
  const LkSituationFields *fields = lk_situation_get_fields (self);
  GPtrArray *trusted = g_ptr_array_new_with_free_func (g_object_unref);

  *n_by_name = 0;
  for (guint slot = 1; fields->tab != NULL && slot <= LK_MAX_TRUSTED; slot++)
    {
      LkTabCertificate *shown = lk_ssl_tab_get_trusted (fields->tab, slot);
      LkCertificate *whole = shown != NULL ? find_whole (shown, fields->identity) : NULL;

      if (whole != NULL)
        g_ptr_array_add (trusted, whole);
      else if (shown != NULL)
        (*n_by_name)++;
    }
  return trusted;
}

static void
lk_situation_finalize (GObject *object)
{
  clear_fields (&LK_SITUATION (object)->fields);
  G_OBJECT_CLASS (lk_situation_parent_class)->finalize (object);
}

static void
lk_situation_class_init (LkSituationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_situation_finalize;
}

static void
lk_situation_init (LkSituation *self)
{
}
