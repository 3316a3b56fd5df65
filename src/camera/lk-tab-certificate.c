/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-tab-certificate.h"

#include "camera/lk-distinguished-name.h"
#include "camera/lk-extended-key-usage.h"
#include "camera/lk-period.h"

struct _LkTabCertificate
{
  GObject parent_instance;

  char *issuer;
  char *subject;
  char *period_text;
  char *extended_key_usage;
  char *title;
  LkPeriod period; /* no dates where the text cannot be read */
  LkCertificate *certificate;
};

G_DEFINE_FINAL_TYPE (LkTabCertificate, lk_tab_certificate, G_TYPE_OBJECT)

static void
lk_tab_certificate_finalize (GObject *object)
{
  LkTabCertificate *self = LK_TAB_CERTIFICATE (object);

  g_free (self->issuer);
  g_free (self->subject);
  g_free (self->period_text);
  g_free (self->extended_key_usage);
  g_free (self->title);
  lk_period_clear (&self->period);
  g_clear_object (&self->certificate);

  G_OBJECT_CLASS (lk_tab_certificate_parent_class)->finalize (object);
}

static void
lk_tab_certificate_class_init (LkTabCertificateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_tab_certificate_finalize;
}

static void
lk_tab_certificate_init (LkTabCertificate *self)
{
}

static char *
dup_clean (const char *text)
{
  return g_strstrip (g_utf8_make_valid (text != NULL ? text : "", -1));
}

LkTabCertificate *
lk_tab_certificate_new (const char *issuer,
                        const char *subject,
                        const char *period,
                        const char *extended_key_usage)
{
  LkTabCertificate *self = g_object_new (LK_TYPE_TAB_CERTIFICATE, NULL);

  self->issuer = dup_clean (issuer);
  self->subject = dup_clean (subject);
  self->period_text = dup_clean (period);
  self->extended_key_usage = dup_clean (extended_key_usage);
  self->title = lk_distinguished_name_dup_common_name (self->subject);
  if (self->title == NULL)
    self->title = g_strdup (self->subject);
  (void)lk_period_parse (&self->period, self->period_text); /* an unreadable period stays words */
  return self;
}

static char *
format_date (GDateTime *date)
{
  return date != NULL ? g_date_time_format (date, "%Y-%m-%d") : g_strdup ("?");
}

/* The exact dates of the whole certificate take the place of what was read from words. */
static void
take_certificate (LkTabCertificate *self, LkCertificate *certificate)
{
  GDateTime *not_before = lk_certificate_get_not_before (certificate);
  GDateTime *not_after = lk_certificate_get_not_after (certificate);

  g_set_object (&self->certificate, certificate);
  lk_period_clear (&self->period);
  self->period.resolution_s = 1;
  self->period.not_before = not_before != NULL ? g_date_time_ref (not_before) : NULL;
  self->period.not_after = not_after != NULL ? g_date_time_ref (not_after) : NULL;
}

LkTabCertificate *
lk_tab_certificate_new_whole (LkCertificate *certificate)
{
  g_autofree char *not_before = NULL;
  g_autofree char *not_after = NULL;
  g_autofree char *period = NULL;
  g_autofree char *usage = NULL;
  LkTabCertificate *self;

  g_return_val_if_fail (LK_IS_CERTIFICATE (certificate), NULL);

  not_before = format_date (lk_certificate_get_not_before (certificate));
  not_after = format_date (lk_certificate_get_not_after (certificate));
  period = g_strdup_printf ("%s – %s", not_before, not_after);
  usage = lk_extended_key_usage_to_text (lk_certificate_get_extended_key_usage (certificate));
  self = lk_tab_certificate_new (lk_certificate_get_issuer (certificate),
                                 lk_certificate_get_subject (certificate), period, usage);
  g_free (self->title);
  self->title = g_strdup (lk_certificate_get_title (certificate));
  take_certificate (self, certificate);
  return self;
}

static gboolean
fields_agree (LkTabCertificate *self, LkCertificate *certificate)
{
  return self->period.not_before != NULL && self->period.not_after != NULL &&
         lk_period_covers (&self->period, lk_certificate_get_not_before (certificate),
                           lk_certificate_get_not_after (certificate)) &&
         lk_distinguished_name_equal (self->subject, lk_certificate_get_subject (certificate)) &&
         lk_distinguished_name_equal (self->issuer, lk_certificate_get_issuer (certificate)) &&
         lk_extended_key_usage_may_be (self->extended_key_usage,
                                       lk_certificate_get_extended_key_usage (certificate));
}

LkTabCertificate *
lk_tab_certificate_match (LkTabCertificate *self, LkCertificate *certificate)
{
  LkTabCertificate *matched;

  g_return_val_if_fail (LK_IS_TAB_CERTIFICATE (self), NULL);
  g_return_val_if_fail (LK_IS_CERTIFICATE (certificate), NULL);

  if (self->certificate != NULL)
    return lk_certificate_equal (self->certificate, certificate) ? g_object_ref (self) : NULL;
  if (!fields_agree (self, certificate))
    return NULL;
  matched = lk_tab_certificate_new (self->issuer, self->subject, self->period_text,
                                    self->extended_key_usage);
  take_certificate (matched, certificate);
  return matched;
}

const char *
lk_tab_certificate_get_issuer (LkTabCertificate *self)
{
  g_return_val_if_fail (LK_IS_TAB_CERTIFICATE (self), NULL);
  return self->issuer;
}

const char *
lk_tab_certificate_get_subject (LkTabCertificate *self)
{
  g_return_val_if_fail (LK_IS_TAB_CERTIFICATE (self), NULL);
  return self->subject;
}

const char *
lk_tab_certificate_get_period (LkTabCertificate *self)
{
  g_return_val_if_fail (LK_IS_TAB_CERTIFICATE (self), NULL);
  return self->period_text;
}

const char *
lk_tab_certificate_get_extended_key_usage (LkTabCertificate *self)
{
  g_return_val_if_fail (LK_IS_TAB_CERTIFICATE (self), NULL);
  return self->extended_key_usage;
}

const char *
lk_tab_certificate_get_title (LkTabCertificate *self)
{
  g_return_val_if_fail (LK_IS_TAB_CERTIFICATE (self), NULL);
  return self->title;
}

GDateTime *
lk_tab_certificate_get_not_before (LkTabCertificate *self)
{
  g_return_val_if_fail (LK_IS_TAB_CERTIFICATE (self), NULL);
  return self->period.not_before;
}

GDateTime *
lk_tab_certificate_get_not_after (LkTabCertificate *self)
{
  g_return_val_if_fail (LK_IS_TAB_CERTIFICATE (self), NULL);
  return self->period.not_after;
}

LkCertificate *
lk_tab_certificate_get_certificate (LkTabCertificate *self)
{
  g_return_val_if_fail (LK_IS_TAB_CERTIFICATE (self), NULL);
  return self->certificate;
}

gboolean
lk_tab_certificate_equal (LkTabCertificate *self, LkTabCertificate *other)
{
  if (self == other)
    return TRUE;
  if (self == NULL || other == NULL)
    return FALSE;
  if (self->certificate != NULL && other->certificate != NULL)
    return lk_certificate_equal (self->certificate, other->certificate);
  return g_str_equal (self->issuer, other->issuer) && g_str_equal (self->subject, other->subject) &&
         g_str_equal (self->period_text, other->period_text) &&
         g_str_equal (self->extended_key_usage, other->extended_key_usage);
}
