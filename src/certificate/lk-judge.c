/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-judge.h"

#include "certificate/lk-judge-private.h"
#include "certificate/lk-oid.h"

#include <glib/gi18n-lib.h>

#define DAY_S (24 * 60 * 60)

/* Days are for what is near. */
#define MIN_YEARS           3
#define DAYS_OF_10000_YEARS 3652425
#define MAX_POOL            200 /* in general; a bundle of thousands is not a chain */

gboolean
lk_judge_claims_ca (LkCertificate *certificate)
{
  return lk_certificate_has_basic_constraints_ca (certificate) ||
         (lk_certificate_get_version (certificate) < 3 &&
          lk_certificate_is_self_issued (certificate));
}

/* When a CA changes its key it certifies the new one under the same name: not signed by itself. */
gboolean
lk_judge_is_self_signed (LkCertificate *certificate)
{
  const char *own = lk_certificate_get_subject_key_id (certificate);
  const char *issuer = lk_certificate_get_authority_key_id (certificate);

  return lk_certificate_is_self_issued (certificate) &&
         (own == NULL || issuer == NULL || g_str_equal (own, issuer));
}

char *
lk_judge_format_day (GDateTime *time)
{
  /* Translators: a date, see the manual of g_date_time_format(). */
  return g_date_time_format (time, _ ("%-d %B %Y"));
}

char *
lk_judge_format_days (gint64 seconds)
{
  gint64 days = MAX (seconds / DAY_S, 1), years = (days + 1) * 10000 / DAYS_OF_10000_YEARS;

  if (years >= MIN_YEARS)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d year", "%d years", (gulong)years), (int)years);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days", (gulong)days), (int)days);
}

char *
lk_judge_list_purposes (LkCertificate *certificate)
{
  const char *const *oids = lk_certificate_get_extended_key_usage (certificate);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *text = NULL;

  for (gsize i = 0; oids != NULL && oids[i] != NULL; i++)
    {
      const char *name = lk_oid_get_name (oids[i]);

      g_ptr_array_add (names, (gpointer)(name != NULL ? _ (name) : oids[i]));
    }
  g_ptr_array_add (names, NULL);
  text = g_strjoinv (", ", (char **)names->pdata);
  return *text != '\0' ? g_steal_pointer (&text) : g_strdup (_ ("nothing"));
}

char *
lk_judge_fill (const char *format, const LkArguments *arguments)
{
  GString *text = g_string_new (NULL);
  guint next = 0;

  for (const char *at = format; *at != '\0'; at++)
    {
      guint index = next;

      if (*at != '%')
        {
          g_string_append_c (text, *at);
          continue;
        }
      at++;
      if (g_ascii_isdigit (*at) && at[1] == '$')
        {
          index = (guint)(*at - '1');
          at += 2;
        }
      if (*at == 's' && index < LK_JUDGE_MAX_ARGUMENTS && arguments->texts[index] != NULL)
        g_string_append (text, arguments->texts[index]);
      if (*at == '%')
        g_string_append_c (text, '%');
      else
        next = index + 1;
      if (*at == '\0')
        break;
    }
  return g_string_free (text, FALSE);
}

static void
apply_rule (const LkRule *rule, LkJudge *judge, GPtrArray *findings)
{
  LkArguments arguments = { { NULL } };

  if (rule->check (judge, &arguments))
    {
      g_autofree char *message = lk_judge_fill (_ (rule->message), &arguments);
      LkFindingFields fields = {
        .id = rule->id,
        .number = rule->number,
        .source = rule->source,
        .field = rule->field,
        .severity = rule->severity,
        .message = message,
        .remedy = rule->remedy != NULL ? _ (rule->remedy) : NULL,
      };

      g_ptr_array_add (findings, lk_finding_new (&fields));
    }
  for (gsize i = 0; i < LK_JUDGE_MAX_ARGUMENTS; i++)
    g_free (arguments.texts[i]);
}

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  LkFinding *one = *(LkFinding *const *)a;
  LkFinding *other = *(LkFinding *const *)b;

  if (lk_finding_get_severity (one) != lk_finding_get_severity (other))
    return (int)lk_finding_get_severity (other) - (int)lk_finding_get_severity (one);
  return (int)lk_finding_get_number (one) - (int)lk_finding_get_number (other);
}

static void
add_all (GPtrArray *list, GPtrArray *certificates)
{
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    if (g_ptr_array_index (certificates, i) != NULL)
      g_ptr_array_add (list, g_ptr_array_index (certificates, i));
}

static LkChain *
make_chain (const LkJudge *judge)
{
  LkJudgePurpose purpose = judge->context->purpose;
  LkChainUse use = purpose == LK_JUDGE_AS_PERSONAL ? LK_CHAIN_FOR_CLIENT
                   : purpose == LK_JUDGE_AS_SERVER ? LK_CHAIN_FOR_SERVER
                                                   : LK_CHAIN_FOR_ANY;

  if (purpose == LK_JUDGE_IN_GENERAL && (judge->around->len == 0 || judge->around->len > MAX_POOL))
    return NULL;
  return lk_chain_new (judge->certificate, judge->around,
                       purpose == LK_JUDGE_AS_PERSONAL ? judge->anchors : NULL, judge->camera_time,
                       use);
}

GPtrArray *
lk_judge (const LkJudgeContext *context)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GPtrArray) around = g_ptr_array_new ();
  g_autoptr (GPtrArray) anchors = g_ptr_array_new ();
  g_autoptr (LkChain) chain = NULL;
  LkJudge judge = { .context = context };

  g_return_val_if_fail (context != NULL && LK_IS_CERTIFICATE (context->certificate), findings);

  now = context->now != NULL ? g_date_time_ref (context->now) : g_date_time_new_now_utc ();
  judge.certificate = context->certificate;
  judge.now = now;
  judge.camera_time = context->camera_time != NULL ? context->camera_time : now;
  add_all (anchors, context->trusted);
  add_all (around, context->pool);
  add_all (around, context->trusted);
  judge.around = around;
  judge.anchors = context->trusted != NULL ? anchors : NULL;
  judge.chain = chain = make_chain (&judge);
  for (gsize i = 0; i < lk_judge_n_rules; i++)
    if (lk_judge_rules[i].applies & context->purpose)
      apply_rule (&lk_judge_rules[i], &judge, findings);
  g_ptr_array_sort (findings, compare_findings);
  return findings;
}

gboolean
lk_findings_block (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    if (lk_finding_is_blocking (g_ptr_array_index (findings, i)))
      return TRUE;
  return FALSE;
}

LkFinding *
lk_findings_find (GPtrArray *findings, const char *id)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (lk_finding_get_id (g_ptr_array_index (findings, i)), id))
      return g_ptr_array_index (findings, i);
  return NULL;
}
