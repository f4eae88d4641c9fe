"""Posts to fill: entered by the bureau, shown to people whose certificate fits."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import regions
from portal.core.i18n import _
from portal.core.web import drop_draft, see_other, used_token
from portal.office.forms.posts import PostForm
from portal.office.views.blueprint import bp
from portal.people.access import current_person, officer, own_region
from portal.records import queries, services


@bp.get("/office/posts")
@officer("bureau_officer")
def posts() -> ResponseReturnValue:
    """List the posts of the region, each with how many people hold the certificate it asks for."""
    running = request.args.get("show") != "over"
    found = queries.list_posts(own_region(), running=running)
    return render_template("office/posts.html", posts=found, running=running, place_of=regions.get)


@bp.route("/office/posts/new", methods=["GET", "POST"])
@officer("bureau_officer")
def new_post() -> ResponseReturnValue:
    """Enter a post."""
    form = PostForm(own_region())
    if form.validate_on_submit():
        who = current_person()
        services.enter_post(form.to_post(), region=own_region(), account_id=who.account_id, token=used_token())
        drop_draft()
        flash(_("The post is entered. People whose certificate fits see it on their page."), "success")
        return see_other(url_for(".posts"))
    return render_template("office/post.html", form=form, post=None), 422 if form.errors else 200


@bp.route("/office/posts/<int:post_id>/edit", methods=["GET", "POST"])
@officer("bureau_officer")
def edit_post(post_id: int) -> ResponseReturnValue:
    """Change what a post says."""
    found, form = queries.get_entered(post_id, region=own_region()), PostForm(own_region())
    if form.validate_on_submit():
        services.change_post(post_id, form.to_post(), region=own_region(), account_id=current_person().account_id)
        drop_draft()
        flash(_("The post is changed. People whose certificate fits see it as it is now."), "success")
        return see_other(url_for(".posts"))
    if not form.is_submitted() and not form.title.raw_data:
        form.show(found)
    return render_template("office/post.html", form=form, post=found), 422 if form.errors else 200


@bp.post("/office/posts/<int:post_id>/close")
@officer("bureau_officer")
def close_post(post_id: int) -> ResponseReturnValue:
    """Take a post down."""
    services.close_post(post_id, region=own_region(), account_id=current_person().account_id)
    flash(_("The post is taken down."), "success")
    return see_other(url_for(".posts"))
